export function* zip(...sources) {
  const iterators = sources.map((source) => source[Symbol.iterator]());
  while (true) {
    const steps = iterators.map((iterator) => iterator.next());
    if (steps.some(({ done }) => done)) {
      iterators.forEach((iterator) => iterator.return?.());
      return;
    }
    yield steps.map(({ value }) => value);
  }
}
