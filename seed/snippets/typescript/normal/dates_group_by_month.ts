function byMonth(days: readonly Date[]): Map<string, Date[]> {
  const months = new Map<string, Date[]>();
  for (const day of days) {
    const month = day.toISOString().slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), day]);
  }
  return months;
}
