const place = (cell) => {
  const [row, column] = [Math.floor(cell / 9), cell % 9];
  return [row, column, 3 * Math.floor(row / 3) + Math.floor(column / 3)];
};
const PEERS = Array.from({ length: 81 }, (_, cell) => {
  const units = place(cell);
  return [...Array(81).keys()].filter(
    (other) =>
      other !== cell && place(other).some((unit, i) => unit === units[i]),
  );
});

export function solve(grid) {
  const cell = grid.indexOf(0);
  if (cell === -1) {
    return grid;
  }
  const taken = new Set(PEERS[cell].map((peer) => grid[peer]));
  for (let digit = 1; digit <= 9; digit++) {
    const solved = !taken.has(digit) && solve(grid.with(cell, digit));
    if (solved) {
      return solved;
    }
  }
  return null;
}
