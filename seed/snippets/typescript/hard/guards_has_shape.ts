type Kinds = { string: string; number: number; boolean: boolean };
type Shape = Record<string, keyof Kinds>;
type Shaped<S extends Shape> = { [K in keyof S]: Kinds[S[K]] };

function hasShape<S extends Shape>(
  value: unknown,
  shape: S,
): value is Shaped<S> {
  const fields = new Map(Object.entries(value ?? {}));
  return Object.entries(shape).every(
    ([name, kind]) => typeof fields.get(name) === kind,
  );
}
