const prices: Record<string, number> = {
  tea: 2.5,
  cake: 4,
  juice: 3.2,
};
const order = prices.tea + prices.cake;
