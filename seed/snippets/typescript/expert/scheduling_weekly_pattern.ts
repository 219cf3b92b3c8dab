type Bounds = [from: number, to: number];

const bounds = (range: string, highest: number): Bounds => {
  if (range === "*") return [0, highest];
  const [from = 0, to = from] = range.split("-").map(Number);
  return [from, to];
};

function allows(field: string, value: number, highest: number): boolean {
  return field.split(",").some((item) => {
    const [range = "*", every = "1"] = item.split("/");
    const [from, to] = bounds(range, highest);
    return value >= from && value <= to && (value - from) % +every === 0;
  });
}

export function isDue(pattern: string, now = new Date()): boolean {
  const values = [now.getMinutes(), now.getHours(), now.getDay()];
  return pattern.split(" ").every((field, i) => {
    return allows(field, values[i] ?? 0, [59, 23, 6][i] ?? 0);
  });
}
