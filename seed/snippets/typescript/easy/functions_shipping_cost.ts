function shippingCost(weight: number, express: boolean): number {
  const base = weight * 2;
  return express ? base + 9 : base;
}
