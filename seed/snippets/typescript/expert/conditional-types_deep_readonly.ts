type Primitive = string | number | boolean | bigint | symbol | null | undefined;

type DeepReadonly<T> = T extends Primitive | ((...args: never[]) => unknown)
  ? T
  : T extends ReadonlyMap<infer K, infer V>
    ? ReadonlyMap<DeepReadonly<K>, DeepReadonly<V>>
    : { readonly [K in keyof T]: DeepReadonly<T[K]> };

export function deepFreeze<T extends object>(root: T): DeepReadonly<T> {
  const pending: object[] = [root];
  while (pending.length > 0) {
    const target = pending.pop()!;
    Object.freeze(target);
    for (const value of Object.values(target)) {
      if (typeof value === "object" && value && !Object.isFrozen(value)) {
        pending.push(value);
      }
    }
  }
  return root as DeepReadonly<T>;
}
