type Rule<V> = (value: V) => string | false;
type Rules<T> = { [K in keyof T]?: Rule<T[K]>[] };
type Problems<T> = Partial<Record<keyof T, string>>;

function validate<T extends object>(form: T, rules: Rules<T>): Problems<T> {
  const problems: Problems<T> = {};
  for (const name in rules) {
    for (const rule of rules[name] ?? []) {
      const problem = rule(form[name]);
      if (problem) problems[name] ??= problem;
    }
  }
  return problems;
}
