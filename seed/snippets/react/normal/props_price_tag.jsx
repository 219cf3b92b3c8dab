export function PriceTag({ price, was = price, currency = "EUR" }) {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return (
    <span>
      {was > price && <s>{format.format(was)}</s>} {format.format(price)}
    </span>
  );
}
