export function BarChart({ values }) {
  const highest = Math.max(...values);
  const bars = values.map((value, index) => {
    const height = `${(value / highest) * 100}%`;
    return <i key={index} style={{ height }} />;
  });
  return <figure>{bars}</figure>;
}
