class Wallet {
  #coins = new Map();

  add(coin, amount = 1) {
    this.#coins.set(coin, this.count(coin) + amount);
    return this;
  }

  count(coin) {
    return this.#coins.get(coin) ?? 0;
  }

  get total() {
    let sum = 0;
    for (const [coin, amount] of this.#coins) {
      sum += coin * amount;
    }
    return sum;
  }
}
