export function isPostcode(text) {
  const fiveDigits = /^\d{5}$/;
  return fiveDigits.test(text.trim());
}
