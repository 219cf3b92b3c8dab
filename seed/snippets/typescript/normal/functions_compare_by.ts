type Comparer<Item> = (left: Item, right: Item) => number;

function compareBy<Item>(measure: (item: Item) => number): Comparer<Item> {
  return (left, right) => measure(left) - measure(right);
}

const shortestFirst = compareBy((word: string) => word.length);
