export function WeekStrip({ start, busy, onPick }) {
  const days = Array.from({ length: 7 }, (_, n) => {
    const day = new Date(start);
    day.setDate(day.getDate() + n);
    return day;
  });
  return days.map((day) => (
    <button
      key={+day}
      className={busy.has(day.getDay()) ? "busy" : "free"}
      onClick={() => onPick(day)}
    >
      {day.getDate()}.{day.getMonth() + 1}.
    </button>
  ));
}
