export function discountBy(percent) {
  return function apply(price) {
    return price - (price * percent) / 100;
  };
}
