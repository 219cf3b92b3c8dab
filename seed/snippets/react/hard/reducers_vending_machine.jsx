const PRICES = { water: 120, crisps: 150, gum: 80 };

export function vend({ credit, sold }, { type, coin, item }) {
  if (type === "coin") return { credit: credit + coin, sold };
  if (type === "refund") return { credit: 0, sold };
  const price = PRICES[item] ?? Infinity;
  return credit < price
    ? { credit, sold, error: `${price - credit} more` }
    : { credit: credit - price, sold: [...sold, item] };
}
