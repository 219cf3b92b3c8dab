function lastItem<Item>(items: Item[]): Item | undefined {
  const position = items.length - 1;
  return items[position];
}
