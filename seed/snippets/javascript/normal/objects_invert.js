const invert = (object) =>
  Object.fromEntries(
    Object.entries(object).map(([key, value]) => [value, key]),
  );

const shortcuts = { copy: "c", paste: "v", cut: "x" };
console.log(invert(shortcuts));
