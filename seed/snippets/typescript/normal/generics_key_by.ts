function keyBy<T, K extends PropertyKey>(
  items: readonly T[],
  key: (item: T) => K,
): Record<K, T> {
  const entries = items.map((item) => [key(item), item] as const);
  return Object.fromEntries(entries) as Record<K, T>;
}
