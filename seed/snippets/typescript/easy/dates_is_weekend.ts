function isWeekend(day: Date): boolean {
  return day.getDay() % 6 === 0;
}
