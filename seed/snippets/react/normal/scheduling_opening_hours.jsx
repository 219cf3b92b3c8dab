export function OpenSign({ opens, closes, now }) {
  const hour = now.getHours();
  const open = hour >= opens && hour < closes;
  if (!open) return <p>Closed until {opens} in the morning</p>;
  const left = closes - hour;
  return <p>Open for {left > 1 ? `${left} hours` : "an hour"}</p>;
}
