export function requirePositive(amount) {
  if (amount <= 0) {
    throw new RangeError("Amount must be positive");
  }
}
