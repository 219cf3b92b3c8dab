class Tally<T> {
  readonly #counts = new Map<T, number>();

  add(item: T, times = 1): this {
    this.#counts.set(item, this.of(item) + times);
    return this;
  }

  of(item: T): number {
    return this.#counts.get(item) ?? 0;
  }

  get total(): number {
    return this.#counts.values().reduce((sum, count) => sum + count, 0);
  }
}
