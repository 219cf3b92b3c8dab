export class Channel {
  #values = [];
  #readers = [];
  #closed = false;

  send(value) {
    const reader = this.#readers.shift();
    if (reader) {
      reader({ value, done: false });
    } else if (!this.#closed) {
      this.#values.push(value);
    }
  }

  close() {
    this.#closed = true;
    this.#readers.splice(0).forEach((end) => end({ done: true }));
  }

  async *[Symbol.asyncIterator]() {
    while (this.#values.length > 0 || !this.#closed) {
      const { value, done } = this.#values.length
        ? { value: this.#values.shift() }
        : await new Promise((wake) => this.#readers.push(wake));
      if (done) return;
      yield value;
    }
  }
}
