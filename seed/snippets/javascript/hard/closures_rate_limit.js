export function rateLimit(action, { calls = 5, perMs = 1000 } = {}) {
  const times = [];
  return (...args) => {
    const now = performance.now();
    while (times[0] <= now - perMs) {
      times.shift();
    }
    if (times.length >= calls) {
      const waitMs = Math.ceil(times[0] + perMs - now);
      throw new RangeError(`Too many calls, wait ${waitMs} ms`);
    }
    times.push(now);
    return action(...args);
  };
}
