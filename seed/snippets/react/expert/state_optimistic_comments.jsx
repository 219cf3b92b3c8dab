import { useOptimistic, useRef } from "react";

export function Comments({ comments, send }) {
  const form = useRef(null);
  const [shown, addPending] = useOptimistic(comments, (known, text) => [
    ...known,
    { id: crypto.randomUUID(), text, pending: true },
  ]);

  async function submit(data) {
    const text = data.get("text").trim();
    form.current.reset();
    addPending(text);
    await send(text);
  }

  return (
    <form ref={form} action={submit}>
      {shown.map(({ id, text, pending }) => (
        <p key={id} style={{ opacity: pending ? 0.5 : 1 }}>
          {text}
        </p>
      ))}
      <input name="text" required maxLength={280} />
    </form>
  );
}
