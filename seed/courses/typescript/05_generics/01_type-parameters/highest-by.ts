function highestBy<T>(
  items: Iterable<T>,
  score: (item: T) => number,
): T | undefined {
  let best: T | undefined;
  let highest = -Infinity;
  for (const item of items) {
    const points = score(item);
    if (points > highest) {
      [best, highest] = [item, points];
    }
  }
  return best;
}
