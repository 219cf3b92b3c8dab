function toNumber(text) {
  const number = Number(text);
  return Number.isNaN(number) ? 0 : number;
}
