type Leaf = string | number | boolean | Date;

type Paths<T> = {
  [K in keyof T & string]: T[K] extends Leaf ? K : `${K}.${Paths<T[K]>}`;
}[keyof T & string];

export function readForm<T>(
  form: FormData,
  casts: Partial<Record<Paths<T>, (text: string) => Leaf>> = {},
): T {
  const root = Object.create(null);
  for (const [name, entry] of form) {
    const keys = name.split(".");
    const last = keys.pop() ?? name;
    const parent = keys.reduce(
      (node, key) => (node[key] ??= Object.create(null)),
      root,
    );
    const cast = casts[name as Paths<T>] ?? String;
    parent[last] = cast(`${entry}`);
  }
  return root as T;
}
