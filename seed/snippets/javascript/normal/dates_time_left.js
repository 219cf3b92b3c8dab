export function timeLeft(deadline, now = Date.now()) {
  const seconds = Math.max(0, Math.round((deadline - now) / 1000));
  const pad = (value) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60) % 60;
  const hours = Math.floor(seconds / 3600);
  return `${hours}:${pad(minutes)}:${pad(seconds % 60)}`;
}
