const isPlain = (value) =>
  Object.prototype.toString.call(value) === "[object Object]";

export function deepMerge(base, ...overrides) {
  const merged = { ...base };
  for (const override of overrides) {
    for (const [key, value] of Object.entries(override ?? {})) {
      const both = isPlain(merged[key]) && isPlain(value);
      merged[key] = both ? deepMerge(merged[key], value) : value;
    }
  }
  return merged;
}
