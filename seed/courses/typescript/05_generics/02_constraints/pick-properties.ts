function pick<T, K extends keyof T>(from: T, ...keys: K[]): Pick<T, K> {
  const picked = {} as Pick<T, K>;
  for (const key of keys) {
    picked[key] = from[key];
  }
  return picked;
}

const gate = { row: 4, seat: "12C", paid: true };
console.log(pick(gate, "row", "seat"));
