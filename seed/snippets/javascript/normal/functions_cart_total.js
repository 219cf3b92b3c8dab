export function cartTotal(lines, coupon) {
  let total = 0;
  for (const { price, quantity } of lines) {
    total += price * quantity;
  }
  const discount = coupon ? coupon.percent / 100 : 0;
  return total * (1 - discount);
}
