const dayLength = 24 * 60 * 60 * 1000;

function daysUntil(event: Date, now = new Date()): number {
  const difference = event.getTime() - now.getTime();
  return Math.ceil(difference / dayLength);
}
