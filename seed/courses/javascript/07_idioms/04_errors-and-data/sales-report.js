const euros = new Intl.NumberFormat("en", {
  style: "currency",
  currency: "EUR",
});

export function salesReport(orders, { since = 0, top = 3 } = {}) {
  const recent = orders.filter(({ paidAt }) => paidAt >= since);
  const byCity = Map.groupBy(recent, ({ city }) => city);
  const totals = [...byCity].map(([city, group]) => {
    const cents = group.reduce((sum, { price }) => sum + price, 0);
    return { city, cents, orders: group.length };
  });
  return totals
    .sort((a, b) => b.cents - a.cents)
    .slice(0, top)
    .map(({ city, cents, orders: count }, index) => {
      const place = `${index + 1}.`.padEnd(3);
      return `${place} ${city}: ${euros.format(cents / 100)} (${count})`;
    })
    .join("\n");
}
