import { useActionState } from "react";

export function SignInForm({ signIn }) {
  const [error, submit, isPending] = useActionState(
    (_, form) => signIn(form.get("email"), form.get("password")),
    null,
  );
  return (
    <form action={submit}>
      <input name="email" type="email" required />
      <input name="password" type="password" required />
      {error && <p role="alert">{error}</p>}
      <button disabled={isPending}>Sign in</button>
    </form>
  );
}
