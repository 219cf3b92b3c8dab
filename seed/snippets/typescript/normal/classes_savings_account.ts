export class SavingsAccount {
  #balance = 0;

  deposit(amount: number): number {
    if (amount <= 0) throw new RangeError("Deposit something");
    this.#balance += amount;
    return this.#balance;
  }
}
