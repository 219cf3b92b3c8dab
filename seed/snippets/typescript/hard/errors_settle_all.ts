type Outcome<T> = { values: T[]; failure?: AggregateError };

async function settle<T>(tasks: Promise<T>[]): Promise<Outcome<T>> {
  const values: T[] = [];
  const reasons: unknown[] = [];
  for (const result of await Promise.allSettled(tasks)) {
    if (result.status === "fulfilled") values.push(result.value);
    else reasons.push(result.reason);
  }
  if (reasons.length === 0) return { values };
  return { values, failure: new AggregateError(reasons) };
}
