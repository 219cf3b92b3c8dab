export function capitalize(word) {
  const first = word.charAt(0).toUpperCase();
  return first + word.slice(1).toLowerCase();
}
