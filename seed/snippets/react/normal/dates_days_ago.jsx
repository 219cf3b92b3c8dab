const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

export function DaysAgo({ date, today }) {
  const days = Math.round((date - today) / 86_400_000);
  return <time>{format.format(days, "day")}</time>;
}
