const UNITS = { d: 86_400, h: 3_600, m: 60, s: 1 };

export function parseDuration(text) {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([dhms])/g)];
  if (parts.length === 0) {
    throw new TypeError(`"${text}" is no duration, try "1h 30m"`);
  }
  return parts.reduce(
    (seconds, [, amount, unit]) => seconds + amount * UNITS[unit],
    0,
  );
}
