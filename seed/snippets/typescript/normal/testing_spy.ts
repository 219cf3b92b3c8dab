function spy<Args extends unknown[]>() {
  const calls: Args[] = [];
  const record = (...args: Args): number => calls.push(args);
  return { calls, record };
}

const { calls, record } = spy<[item: string]>();
record("apples");
console.assert(calls.length === 1);
