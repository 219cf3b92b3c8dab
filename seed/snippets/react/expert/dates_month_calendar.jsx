const DAY_MS = 86_400_000;
const WEEKDAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

export function Month({ year, month, events = {}, onPick }) {
  const first = new Date(Date.UTC(year, month, 1));
  const monday = first - ((first.getUTCDay() + 6) % 7) * DAY_MS;
  const days = Array.from({ length: 42 }, (_, n) => {
    return new Date(monday + n * DAY_MS).toISOString().slice(0, 10);
  });
  return (
    <div className="month">
      {WEEKDAYS.map((name) => (
        <b key={name}>{name}</b>
      ))}
      {days.map((day) => (
        <button
          key={day}
          disabled={+day.slice(5, 7) !== month + 1}
          title={events[day]?.join(", ")}
          onClick={() => onPick(day)}
        >
          {+day.slice(8)} {events[day] && "*"}
        </button>
      ))}
    </div>
  );
}
