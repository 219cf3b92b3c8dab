type Extent = [low: number, high: number];

function extent(values: readonly number[]): Extent | undefined {
  if (values.length === 0) return undefined;
  return [Math.min(...values), Math.max(...values)];
}
