type Check<T> = (value: T) => string | undefined;

export const atLeast =
  (minimum: number): Check<number> =>
  (value) =>
    value < minimum ? `must be ${minimum} or more` : undefined;

export function validated<T>(...checks: Check<T>[]) {
  return function <This>(
    { set }: ClassAccessorDecoratorTarget<This, T>,
    { name }: ClassAccessorDecoratorContext<This, T>,
  ): ClassAccessorDecoratorResult<This, T> {
    return {
      set(this: This, value: T) {
        const problems = checks.flatMap((check) => check(value) ?? []);
        if (problems.length > 0) {
          throw new RangeError(`${String(name)} ${problems.join(", ")}`);
        }
        set.call(this, value);
      },
    };
  };
}
