const dayOf = ({ at }) => at.slice(0, 10);

export function Agenda({ events }) {
  const days = Object.groupBy(events, dayOf);
  return Object.entries(days).map(([day, entries]) => (
    <section key={day}>
      <h3>{day}</h3>
      {entries.map(({ id, at, title }) => (
        <p key={id}>
          {at.slice(11, 16)} {title}
        </p>
      ))}
    </section>
  ));
}
