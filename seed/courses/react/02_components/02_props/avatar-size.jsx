function Face({ photo, size = 32 }) {
  return <img src={photo} alt="" width={size} height={size} />;
}
