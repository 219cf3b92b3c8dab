type Diff<T> = {
  [K in keyof T]?: T[K] extends object ? Diff<T[K]> : [old: T[K], now: T[K]];
};

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null;

export function diff<T extends object>(old: T, now: T): Diff<T> | null {
  const changes: { [K in keyof T]?: unknown } = {};
  for (const key of Object.keys({ ...old, ...now }) as (keyof T)[]) {
    const [a, b] = [old[key], now[key]];
    if (Object.is(a, b)) continue;
    const change = isObject(a) && isObject(b) ? diff(a, b) : [a, b];
    if (change) changes[key] = change;
  }
  return Object.keys(changes).length > 0 ? (changes as Diff<T>) : null;
}

console.log(
  diff({ seat: { row: 4, aisle: true } }, { seat: { row: 5, aisle: true } }),
);
