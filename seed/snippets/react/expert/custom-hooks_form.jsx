import { useState } from "react";

export function useForm(initial, rules) {
  const [values, setValues] = useState(initial);
  const [touched, setTouched] = useState({});
  const errors = Object.fromEntries(
    Object.entries(rules)
      .map(([name, rule]) => [name, rule(values[name], values)])
      .filter(([, error]) => error),
  );
  const field = (name) => ({
    name,
    value: values[name],
    "aria-invalid": Boolean(touched[name] && errors[name]),
    onBlur: () => setTouched((old) => ({ ...old, [name]: true })),
    onChange: ({ target: { type, checked, value } }) =>
      setValues((old) => ({
        ...old,
        [name]: type === "checkbox" ? checked : value,
      })),
  });
  return { field, errors, values, valid: !Object.keys(errors).length };
}
