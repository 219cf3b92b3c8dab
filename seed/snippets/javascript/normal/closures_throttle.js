export function throttle(callback, intervalMs) {
  let last = 0;
  return (...args) => {
    const now = performance.now();
    if (now - last < intervalMs) return;
    last = now;
    callback(...args);
  };
}
