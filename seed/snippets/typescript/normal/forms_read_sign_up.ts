function readSignUp(form: HTMLFormElement) {
  const fields = new FormData(form);
  const text = (name: string) => String(fields.get(name) ?? "").trim();
  return {
    email: text("email").toLowerCase(),
    password: text("password"),
    newsletter: fields.has("newsletter"),
  };
}
