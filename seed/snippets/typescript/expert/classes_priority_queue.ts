type Heap<T> = { item: T; left?: Heap<T>; right?: Heap<T> } | undefined;

export class PriorityQueue<T> {
  #root: Heap<T>;

  constructor(private readonly compare: (a: T, b: T) => number) {}

  #merge(a: Heap<T>, b: Heap<T>): Heap<T> {
    if (!a || !b) return a ?? b;
    const [top, rest] = this.compare(a.item, b.item) <= 0 ? [a, b] : [b, a];
    return { ...top, left: this.#merge(top.right, rest), right: top.left };
  }

  push(...items: T[]): void {
    for (const item of items) this.#root = this.#merge(this.#root, { item });
  }

  *drain(): Generator<T, void> {
    while (this.#root) {
      const { item, left, right } = this.#root;
      this.#root = this.#merge(left, right);
      yield item;
    }
  }
}
