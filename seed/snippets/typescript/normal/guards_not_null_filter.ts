function isDefined<T>(value: T | null | undefined): value is T {
  return value != null;
}

const readings = [21.5, null, 19.8, undefined, 23.1];
const known = readings.filter(isDefined);
const mean = known.reduce((sum, one) => sum + one, 0) / known.length;
console.log(mean.toFixed(1));
