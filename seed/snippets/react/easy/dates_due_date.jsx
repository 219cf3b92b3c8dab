export function DueDate({ date }) {
  const day = date.toLocaleDateString();
  return <time className="due">due on {day}</time>;
}
