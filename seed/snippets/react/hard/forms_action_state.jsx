import { useActionState } from "react";

export function Comment({ send }) {
  const [error, action, pending] = useActionState(
    (_, form) => send(form.get("text")),
    null,
  );
  return (
    <form action={action}>
      <textarea name="text" aria-invalid={Boolean(error)} required />
      <button disabled={pending}>{pending ? "Sending" : "Send"}</button>
      {error && <p role="alert">{error}</p>}
    </form>
  );
}
