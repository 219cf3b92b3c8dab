const seats = [
  { row: 1, taken: true },
  { row: 2, taken: false },
];
const free = seats.find((seat) => !seat.taken);
const full = seats.every((seat) => seat.taken);
console.log(free.row, full);
