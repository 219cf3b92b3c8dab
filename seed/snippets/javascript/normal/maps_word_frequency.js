export function frequencies(text) {
  const counts = new Map();
  for (const [word] of text.toLowerCase().matchAll(/\w+/g)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}
