class Stack<T> {
  readonly #items: T[] = [];

  push(...items: T[]): this {
    this.#items.push(...items);
    return this;
  }

  pop = (): T | undefined => this.#items.pop();
}
