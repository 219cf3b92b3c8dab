const formatter = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

export function daysAgo(date, today = new Date()) {
  const elapsed = date.getTime() - today.getTime();
  return formatter.format(Math.round(elapsed / 86_400_000), "day");
}
