function isPrime(number) {
  if (number < 2) return false;
  for (let divisor = 2; divisor ** 2 <= number; divisor++) {
    if (number % divisor === 0) return false;
  }
  return true;
}
