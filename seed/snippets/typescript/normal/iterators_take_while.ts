function* takeWhile<T>(
  items: Iterable<T>,
  keeps: (item: T) => boolean,
): Generator<T> {
  for (const item of items) {
    if (!keeps(item)) return;
    yield item;
  }
}
