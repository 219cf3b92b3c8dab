class Tax {
  static rate = 0.2;
  static of = (price) => price * Tax.rate;
}
