function tip(bill, rate = 0.1) {
  return Math.round(bill * rate);
}
