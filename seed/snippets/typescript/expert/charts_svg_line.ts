type Point = readonly [x: number, y: number];

export function linePath(points: readonly Point[], width = 320, height = 90) {
  const project = (axis: 0 | 1, size: number) => {
    const values = points.map((point) => point[axis]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (value: number) => ((value - low) / (high - low || 1)) * size;
  };
  const [toX, toY] = [project(0, width), project(1, height)];
  return points
    .map(([x, y]) => [toX(x), height - toY(y)])
    .map((pair) => pair.map((n) => n.toFixed(1)).join())
    .map((pair, i) => `${i === 0 ? "M" : "L"}${pair}`)
    .join(" ");
}

const visits = [12, 30, 18, 44].map((count, day): Point => [day, count]);
console.log(`<path d="${linePath(visits)}" fill="none" />`);
