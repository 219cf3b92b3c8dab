import { useTransition } from "react";

export function LoadMore({ load }) {
  const [busy, startTransition] = useTransition();
  return (
    <button disabled={busy} onClick={() => startTransition(load)}>
      {busy ? "Loading" : "Show older posts"}
    </button>
  );
}
