const staff = [
  { name: "Ines", team: "design" },
  { name: "Tomas", team: "backend" },
  { name: "Yuki", team: "design" },
];

for (const [team, people] of Map.groupBy(staff, ({ team }) => team)) {
  console.log(team, people.map(({ name }) => name).join(" and "));
}
