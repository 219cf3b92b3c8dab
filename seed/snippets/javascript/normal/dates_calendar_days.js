export function daysOfMonth(year, month) {
  const days = [];
  const day = new Date(year, month, 1);
  while (day.getMonth() === month) {
    days.push(new Date(day));
    day.setDate(day.getDate() + 1);
  }
  return days;
}
