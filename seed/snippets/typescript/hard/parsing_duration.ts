const units = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5 } as const;

type Unit = keyof typeof units;
type Duration = `${number}${Unit}`;

export function milliseconds(duration: Duration): number {
  const [, amount, unit] = /^([\d.]+)([a-z]+)$/.exec(duration) ?? [];
  if (!unit) throw new SyntaxError(`Bad duration "${duration}"`);
  return Number(amount) * units[unit as Unit];
}

console.log(milliseconds("1.5h") / milliseconds("10m"));
