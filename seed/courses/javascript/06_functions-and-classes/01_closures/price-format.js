function formatPrice(cents, { currency = "EUR", locale = "en" } = {}) {
  const formatter = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
  });
  return formatter.format(cents / 100);
}

console.log(formatPrice(1999));
console.log(formatPrice(500, { currency: "NOK" }));
