type Field<T> = {
  value: T;
  error: string | null;
  touched: boolean;
};

type FormState<T extends object> = { [K in keyof T]: Field<T[K]> };

function toValues<T extends object>(form: FormState<T>): T {
  const entries = Object.entries(form) as [keyof T, Field<T[keyof T]>][];
  return Object.fromEntries(
    entries.map(([name, field]) => [name, field.value]),
  ) as T;
}
