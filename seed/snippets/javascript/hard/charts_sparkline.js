export function sparkline(values, { width = 120, height = 24 } = {}) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const points = values.map((value, index) => {
    const x = (width * index) / Math.max(values.length - 1, 1);
    const y = height * (1 - (value - low) / (high - low || 1));
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const box = `viewBox="0 0 ${width} ${height}"`;
  return `<svg ${box}><path d="M${points.join("L")}" /></svg>`;
}
