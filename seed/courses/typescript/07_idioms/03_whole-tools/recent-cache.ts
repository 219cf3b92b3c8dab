class RecentCache<K, V> {
  readonly #entries = new Map<K, V>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: K, load: (key: K) => V): V {
    const value = this.#entries.get(key) ?? load(key);
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#capacity) {
      const [oldest] = this.#entries.keys();
      this.#entries.delete(oldest);
    }
    return value;
  }
}

const squares = new RecentCache<number, number>(2);
for (const n of [3, 4, 3, 5]) {
  console.log(squares.get(n, (side) => side ** 2));
}
