import { useActionState } from "react";

async function reserve(_, data) {
  const response = await fetch("/api/tables", { method: "POST", body: data });
  if (!response.ok) {
    return { error: "We are full that evening." };
  }
  return { table: await response.text() };
}

export function Booking() {
  const [answer, book, pending] = useActionState(reserve, {});
  return (
    <form action={book}>
      <input name="day" type="date" aria-label="Day" required />
      <input name="guests" type="number" aria-label="Guests" min={1} />
      <button disabled={pending}>{pending ? "Asking..." : "Book"}</button>
      {answer.error && <p role="alert">{answer.error}</p>}
      {answer.table && <p role="status">Table {answer.table} is yours.</p>}
    </form>
  );
}
