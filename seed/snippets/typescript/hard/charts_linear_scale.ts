type Pair = readonly [number, number];

function linearScale([d0, d1]: Pair, [r0, r1]: Pair) {
  const step = (r1 - r0) / (d1 - d0);
  const scale = (value: number): number => r0 + (value - d0) * step;
  const ticks = (count: number): number[] =>
    Array.from({ length: count + 1 }, (_, i) => d0 + (i * (d1 - d0)) / count);
  return Object.assign(scale, { ticks });
}

const x = linearScale([0, 50], [0, 640]);
console.log(x.ticks(5).map((tick) => `${tick} at ${x(tick)}px`));
