function partition<T>(
  items: readonly T[],
  test: (item: T) => boolean,
): [T[], T[]] {
  const passed: T[] = [];
  const failed: T[] = [];
  for (const item of items) {
    (test(item) ? passed : failed).push(item);
  }
  return [passed, failed];
}
