export const curry =
  (fn, ...bound) =>
  (...args) => {
    const all = [...bound, ...args];
    return all.length < fn.length ? curry(fn, ...all) : fn(...all);
  };
