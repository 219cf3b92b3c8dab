type Currency = "EUR" | "USD" | "JPY";
type Price = [amount: number, currency: Currency];

const ticket: Price = [12.5, "EUR"];
