type Stub<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => infer R
    ? { (...args: A): R; calls: A[]; returns(value: R): void }
    : Stub<T[K]>;
};

export function stub<T extends object>(): Stub<T> {
  const children = new Map<PropertyKey, unknown>();
  const calls: unknown[][] = [];
  let result: unknown;
  const target = Object.assign(
    (...args: unknown[]) => (calls.push(args), result),
    { calls, returns: (value: unknown) => void (result = value) },
  );
  const get = (own: typeof target, key: PropertyKey): unknown => {
    if (Object.hasOwn(own, key)) return Reflect.get(own, key);
    if (!children.has(key)) children.set(key, stub());
    return children.get(key);
  };
  return new Proxy<any>(target, { get });
}
