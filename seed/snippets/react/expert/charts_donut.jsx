const COLORS = ["teal", "coral", "gold", "orchid", "gray"];

export function Donut({ slices, title }) {
  const total = slices.reduce((sum, { value }) => sum + value, 0);
  const shares = slices.map(({ value }) => (value / total) * 100);
  const start = (index) => shares.slice(0, index).reduce((a, b) => a + b, 0);
  return (
    <svg viewBox="-5 -5 10 10" role="img" aria-label={title}>
      {slices.map(({ label }, index) => (
        <circle
          key={label}
          r={4}
          fill="none"
          stroke={COLORS[index % COLORS.length]}
          pathLength={100}
          strokeDasharray={`${shares[index]} 100`}
          strokeDashoffset={-start(index)}
        >
          <title>{`${label}: ${shares[index].toFixed(1)}%`}</title>
        </circle>
      ))}
    </svg>
  );
}
