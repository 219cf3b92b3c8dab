interface Tree<T> {
  value: T;
  children: Tree<T>[];
}

function* walk<T>({ value, children }: Tree<T>): Generator<T> {
  yield value;
  for (const child of children) yield* walk(child);
}
