export function memoize(compute) {
  const cache = new Map();
  return (input) => {
    if (!cache.has(input)) {
      cache.set(input, compute(input));
    }
    return cache.get(input);
  };
}
