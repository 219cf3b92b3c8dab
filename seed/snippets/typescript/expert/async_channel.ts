export class Channel<T> {
  #values: T[] = [];
  #open = true;
  #wake = (): void => {};

  send(...values: T[]): void {
    this.#values.push(...values);
    this.#wake();
  }

  close(): void {
    this.#open = false;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    while (this.#open || this.#values.length > 0) {
      yield* this.#values.splice(0);
      if (this.#open && this.#values.length === 0) {
        await new Promise<void>((wake) => (this.#wake = wake));
      }
    }
  }
}
