function requireAdult(age: number): void {
  if (age < 18) {
    throw new RangeError("Visitors must be adults");
  }
}
