type Rules<T> = {
  [K in keyof T]: (value: T[K]) => string | undefined;
};
type Errors<T> = { [K in keyof T]?: string };

function errorsOf<T extends object>(values: T, rules: Rules<T>): Errors<T> {
  const errors: Errors<T> = {};
  for (const field of Object.keys(rules) as (keyof T)[]) {
    const message = rules[field](values[field]);
    if (message !== undefined) {
      errors[field] = message;
    }
  }
  return errors;
}
