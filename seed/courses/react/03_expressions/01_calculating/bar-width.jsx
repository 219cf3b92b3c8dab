function Bar({ share, color = "teal" }) {
  const width = `${share * 100}%`;
  return <div style={{ width, background: color }} />;
}
