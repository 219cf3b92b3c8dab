export function settleDebts(expenses) {
  const balance = {};
  for (const { payer, cents, guests } of expenses) {
    balance[payer] = (balance[payer] ?? 0) + cents;
    guests.forEach((guest, i) => {
      const extra = i < cents % guests.length ? 1 : 0;
      const share = Math.floor(cents / guests.length) + extra;
      balance[guest] = (balance[guest] ?? 0) - share;
    });
  }
  const transfers = [];
  const people = Object.entries(balance).map(([name, due]) => ({ name, due }));
  while (people.some(({ due }) => due !== 0)) {
    people.sort((a, b) => a.due - b.due);
    const [from, to] = [people[0], people.at(-1)];
    const cents = Math.min(-from.due, to.due);
    from.due += cents;
    to.due -= cents;
    transfers.push(`${from.name} -> ${to.name}: ${(cents / 100).toFixed(2)}`);
  }
  return transfers;
}
