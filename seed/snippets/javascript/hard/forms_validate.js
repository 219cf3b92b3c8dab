const rules = {
  email: [[/^\S+@\S+\.\S+$/, "Enter a valid address"]],
  password: [
    [/.{12,}/, "Use twelve characters or more"],
    [/\d/, "Add a digit"],
  ],
};

export function validate(form) {
  return Object.entries(rules).flatMap(([field, checks]) =>
    checks
      .filter(([pattern]) => !pattern.test(form[field] ?? ""))
      .map(([, message]) => ({ field, message })),
  );
}
