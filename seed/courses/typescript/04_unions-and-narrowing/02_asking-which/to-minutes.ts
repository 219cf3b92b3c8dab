function toMinutes(time: number | string): number {
  if (typeof time === "number") {
    return time;
  }
  const [hours, minutes] = time.split(":").map(Number);
  return hours * 60 + minutes;
}
