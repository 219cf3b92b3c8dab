function pluck<Row, Key extends keyof Row>(rows: Row[], key: Key): Row[Key][] {
  return rows.map((row) => row[key]);
}

const planets = [
  { name: "Mars", moons: 2 },
  { name: "Saturn", moons: 274 },
];
const moons: number[] = pluck(planets, "moons");
