export function Directory({ names }) {
  const groups = Object.groupBy(names, (name) => name[0].toUpperCase());
  return Object.entries(groups).map(([letter, members]) => (
    <section key={letter}>
      <h3>{letter}</h3>
      {members.join(", ")}
    </section>
  ));
}
