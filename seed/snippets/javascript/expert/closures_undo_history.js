export function createHistory(present, { limit = 100 } = {}) {
  let [past, future] = [[], []];

  const move = (from, to) => {
    if (from.length === 0) return present;
    to.push(present);
    return (present = from.pop());
  };

  return {
    get current() {
      return present;
    },
    get can() {
      return { undo: past.length > 0, redo: future.length > 0 };
    },
    apply(change) {
      const next = { ...present, ...change(structuredClone(present)) };
      past = [...past, present].slice(-limit);
      [present, future] = [next, []];
      return present;
    },
    undo: () => move(past, future),
    redo: () => move(future, past),
    *[Symbol.iterator]() {
      yield* [...past, present, ...future.toReversed()];
    },
  };
}
