function withField<T, K extends keyof T>(object: T, key: K, value: T[K]): T {
  return { ...object, [key]: value };
}

const lamp = { watts: 7, on: false };
const lit = withField(lamp, "on", true);
console.log(lamp.on, lit.on);
