const euros = new Intl.NumberFormat("en-IE", {
  style: "currency",
  currency: "EUR",
});

const receiptTotal = (cents: number[]): string =>
  euros.format(cents.reduce((sum, price) => sum + price, 0) / 100);
