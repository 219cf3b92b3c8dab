type Guard<T> = (value: unknown) => value is T;
type Guarded<G> = G extends Guard<infer T> ? T : never;

const isText: Guard<string> = (value) => typeof value === "string";

const arrayOf =
  <T>(guard: Guard<T>): Guard<T[]> =>
  (value): value is T[] =>
    Array.isArray(value) && value.every(guard);

const shape = <G extends Record<string, Guard<unknown>>>(guards: G) => {
  type Shape = { [K in keyof G]: Guarded<G[K]> };
  return (value: unknown): value is Shape => {
    const fields = new Map(Object.entries(value ?? {}));
    return Object.entries(guards).every(([key, is]) => is(fields.get(key)));
  };
};

export const isPizza = shape({ name: isText, toppings: arrayOf(isText) });
