const transpose = (rows) =>
  rows[0].map((_, column) => rows.map((row) => row[column]));

const grid = [
  [1, 2, 3],
  [4, 5, 6],
];
console.table(transpose(grid));
