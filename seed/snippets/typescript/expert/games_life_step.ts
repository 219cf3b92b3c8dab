type Key = `${number},${number}`;

function* around(key: Key): Generator<Key> {
  const [x = 0, y = 0] = key.split(",").map(Number);
  for (const dx of [-1, 0, 1]) {
    for (const dy of [-1, 0, 1]) {
      if (dx || dy) yield `${x + dx},${y + dy}`;
    }
  }
}

export function step(alive: ReadonlySet<Key>): Set<Key> {
  const counts = new Map<Key, number>();
  for (const key of [...alive].flatMap((cell) => [...around(cell)])) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const lives = ([key, near]: [Key, number]) =>
    near === 3 || (near === 2 && alive.has(key));
  return new Set([...counts].filter(lives).map(([key]) => key));
}

console.log(...step(new Set<Key>(["1,0", "1,1", "1,2"])));
