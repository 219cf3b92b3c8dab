export function Price({ amount, currency }) {
  const style = "currency";
  const price = amount.toLocaleString("en", { style, currency });
  return <strong>{price}</strong>;
}
