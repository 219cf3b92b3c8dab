function lengthOf(input: string | number): number {
  if (typeof input === "number") return input;
  return input.length;
}
