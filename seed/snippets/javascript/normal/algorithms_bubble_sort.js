export function bubbleSort(values) {
  for (let end = values.length - 1; end > 0; end--) {
    for (let at = 0; at < end; at++) {
      if (values[at] <= values[at + 1]) continue;
      [values[at], values[at + 1]] = [values[at + 1], values[at]];
    }
  }
}
