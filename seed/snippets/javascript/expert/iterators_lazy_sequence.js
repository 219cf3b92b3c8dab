export class Sequence {
  constructor(source) {
    this[Symbol.iterator] = () => source[Symbol.iterator]();
  }

  #pipe(generator) {
    return new Sequence({ [Symbol.iterator]: () => generator(this) });
  }

  map(change) {
    return this.#pipe(function* (items) {
      for (const item of items) yield change(item);
    });
  }

  filter(keep) {
    return this.#pipe(function* (items) {
      for (const item of items) if (keep(item)) yield item;
    });
  }

  window(size) {
    return this.#pipe(function* (items, seen = []) {
      for (const item of items) {
        seen = [...seen, item].slice(-size);
        if (seen.length === size) yield seen;
      }
    });
  }
}
