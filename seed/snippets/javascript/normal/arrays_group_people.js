const people = [
  { name: "Ana", team: "blue" },
  { name: "Ben", team: "red" },
  { name: "Cleo", team: "blue" },
];
const teams = Object.groupBy(people, ({ team }) => team);
for (const [team, members] of Object.entries(teams)) {
  console.log(team, members.map(({ name }) => name).join(", "));
}
