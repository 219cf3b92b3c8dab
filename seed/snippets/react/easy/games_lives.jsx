export function Lives({ left }) {
  const hearts = "<3 ".repeat(left);
  return <output aria-label={left + " lives left"}>{hearts}</output>;
}
