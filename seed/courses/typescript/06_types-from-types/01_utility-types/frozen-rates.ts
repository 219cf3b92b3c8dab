const RATES = {
  EUR: 1,
  USD: 1.08,
  CHF: 0.94,
  JPY: 171.2,
} satisfies Record<string, number>;

type Currency = keyof typeof RATES;
type Money = Readonly<{ amount: number; currency: Currency }>;

function exchange(money: Money, currency: Currency): Money {
  const euros = money.amount / RATES[money.currency];
  const amount = Number((euros * RATES[currency]).toFixed(2));
  return { amount, currency };
}

const fare: Money = { amount: 48.6, currency: "EUR" };
console.log(exchange(fare, "CHF"));
