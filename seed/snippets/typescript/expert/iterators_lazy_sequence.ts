export class Lazy<T> {
  constructor(private readonly source: () => Iterable<T>) {}

  static count = (n = 0, step = 1): Lazy<number> =>
    new Lazy(function* () {
      for (let next = n; ; next += step) yield next;
    });

  *[Symbol.iterator](): Generator<T, void> {
    yield* this.source();
  }

  #visit<R>(expand: (item: T) => R[] | null): Lazy<R> {
    const { source } = this;
    return new Lazy(function* () {
      for (const item of source()) {
        const found = expand(item);
        if (!found) return;
        yield* found;
      }
    });
  }

  map = <R>(to: (item: T) => R) => this.#visit((x) => [to(x)]);
  filter = (keep: (item: T) => boolean) =>
    this.#visit((x) => (keep(x) ? [x] : []));
  takeWhile = (go: (item: T) => boolean) =>
    this.#visit((x) => (go(x) ? [x] : null));
}
