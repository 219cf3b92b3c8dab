class History<T> {
  readonly #past: T[] = [];
  #present: T;

  constructor(first: T) {
    this.#present = first;
  }

  write(next: T): void {
    this.#past.push(this.#present);
    this.#present = next;
  }

  undo(): T {
    this.#present = this.#past.pop() ?? this.#present;
    return this.#present;
  }
}
