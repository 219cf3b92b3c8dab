const NUMERALS = Object.entries({ X: 10, IX: 9, V: 5, IV: 4, I: 1 });

export function roman(number) {
  for (const [letters, value] of NUMERALS) {
    if (number >= value) return letters + roman(number - value);
  }
  return "";
}
