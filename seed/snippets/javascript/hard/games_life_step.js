const AROUND = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => [dx, dy]));

export function nextGeneration(grid) {
  return grid.map((row, y) =>
    row.map((alive, x) => {
      const sum = AROUND.reduce(
        (count, [dx, dy]) => count + (grid[y + dy]?.[x + dx] ?? 0),
        0,
      );
      return sum === 3 || (alive && sum === 4) ? 1 : 0;
    }),
  );
}
