export function parcelPrice(weight) {
  if (weight < 2) return 4;
  if (weight < 10) return 9;
  return 15;
}
