function createCounter(start = 0, step = 1) {
  let value = start;
  return {
    increment: () => (value += step),
    decrement: () => (value -= step),
    reset: () => (value = start),
  };
}
