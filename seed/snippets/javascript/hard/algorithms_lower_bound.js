export function lowerBound(sorted, target, keyOf = (item) => item) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyOf(sorted[middle]) < target) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < sorted.length ? { index: low, item: sorted[low] } : null;
}
