function applyDiscount(total: number, percent = 10): number {
  const discount = (total * percent) / 100;
  return total - discount;
}
