type Fn<A extends unknown[], R> = (...args: A) => R;

function memoize<A extends unknown[], R>(
  compute: Fn<A, R>,
  keyOf: Fn<A, string> = (...args) => JSON.stringify(args),
): Fn<A, R> {
  const cache = new Map<string, R>();
  return (...args) => {
    const key = keyOf(...args);
    if (!cache.has(key)) {
      cache.set(key, compute(...args));
    }
    return cache.get(key)!;
  };
}
