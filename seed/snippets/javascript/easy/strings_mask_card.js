export function maskCard(number) {
  const visible = number.slice(-4);
  return visible.padStart(number.length, "*");
}
