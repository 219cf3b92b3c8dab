export function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const [i, a] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, b] of [...to].entries()) {
      const swap = row[j]! + (a === b ? 0 : 1);
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, swap));
    }
    row = next;
  }
  return row.at(-1)!;
}

export const suggest = (typo: string, known: readonly string[]): string[] =>
  known
    .map((word) => ({ word, cost: distance(typo, word) }))
    .filter(({ word, cost }) => cost <= Math.ceil(word.length / 3))
    .sort((a, b) => a.cost - b.cost || a.word.localeCompare(b.word))
    .map(({ word }) => word);
