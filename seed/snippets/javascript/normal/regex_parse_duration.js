export function parseDuration(text) {
  const match = /^(?:(\d+)h)?\s*(?:(\d+)m)?$/.exec(text.trim());
  if (!match) return null;
  const [hours = 0, minutes = 0] = match.slice(1);
  return Number(hours) * 60 + Number(minutes);
}
