export function ReadingTime({ words }) {
  const minutes = Math.ceil(words / 200);
  return <small>{minutes} minutes to read</small>;
}
