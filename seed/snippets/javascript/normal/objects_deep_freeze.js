export function deepFreeze(value) {
  for (const child of Object.values(value)) {
    if (typeof child === "object" && child !== null) {
      deepFreeze(child);
    }
  }
  return Object.freeze(value);
}
