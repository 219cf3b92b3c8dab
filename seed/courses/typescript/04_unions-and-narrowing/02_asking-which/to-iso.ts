function toIso(moment: Date | number | string): string {
  const date = moment instanceof Date ? moment : new Date(moment);
  if (Number.isNaN(date.getTime())) {
    throw new RangeError(`Not a date: ${moment}`);
  }
  return date.toISOString();
}
