export function barChart(rows, { width = 320, height = 160, gap = 4 } = {}) {
  const peak = Math.max(...rows.map(([, value]) => value), 1);
  const step = width / rows.length;
  const bars = rows.map(([label, value], index) => {
    const size = (value / peak) * (height - 20);
    const [x, y] = [index * step + gap / 2, height - 20 - size];
    const box = { x, y, width: step - gap, height: size, rx: 2 };
    const attributes = Object.entries(box)
      .map(([name, number]) => `${name}="${+number.toFixed(2)}"`)
      .join(" ");
    return `<g>
      <rect ${attributes}><title>${label}: ${value}</title></rect>
      <text x="${x + step / 2}" y="${height - 4}">${label}</text>
    </g>`;
  });
  return `<svg viewBox="0 0 ${width} ${height}">${bars.join("")}</svg>`;
}
