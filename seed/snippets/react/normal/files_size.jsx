const UNITS = ["bytes", "kB", "MB", "GB"];

export function FileSize({ bytes }) {
  const power = Math.floor(Math.log10(bytes || 1) / 3);
  const size = bytes / 1000 ** power;
  const text = size.toFixed(1) + " " + UNITS[power];
  return <data value={bytes}>{text}</data>;
}
