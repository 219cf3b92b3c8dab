export function Sparkline({ values }) {
  const low = Math.min(...values);
  const scale = 24 / (Math.max(...values) - low || 1);
  const points = values
    .map((value, index) => `${index * 4},${24 - (value - low) * scale}`)
    .join(" ");
  return (
    <svg viewBox={`0 0 ${values.length * 4} 24`} role="img">
      <title>{`Latest value ${values.at(-1)}`}</title>
      <polyline points={points} fill="none" stroke="teal" />
    </svg>
  );
}
