function groupBy<T>(items: T[], keyOf: (item: T) => string) {
  const groups: Record<string, T[]> = {};
  for (const item of items) {
    (groups[keyOf(item)] ??= []).push(item);
  }
  return groups;
}
