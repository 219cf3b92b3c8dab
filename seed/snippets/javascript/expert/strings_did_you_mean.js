function editDistance(source, target) {
  let above = Array.from({ length: target.length + 1 }, (_, i) => i);
  for (const [i, char] of [...source].entries()) {
    const row = [i + 1];
    for (let j = 0; j < target.length; j++) {
      const swap = above[j] + (char === target[j] ? 0 : 1);
      row.push(Math.min(swap, above[j + 1] + 1, row[j] + 1));
    }
    above = row;
  }
  return above.at(-1);
}

export function didYouMean(typed, commands, { limit = 3 } = {}) {
  const [best] = commands
    .map((name) => ({ name, cost: editDistance(typed, name) }))
    .filter(({ name, cost }) => cost <= Math.min(limit, name.length / 2))
    .sort((a, b) => a.cost - b.cost || a.name.localeCompare(b.name));
  return best ? `Did you mean "${best.name}"?` : null;
}
