import { createContext, use, useState } from "react";

const Open = createContext(null);

export const Accordion = (props) => <Open value={useState()} {...props} />;

export function Panel({ id, title, children }) {
  const [open, setOpen] = use(Open);
  const next = open === id ? null : id;
  return (
    <section>
      <button aria-expanded={!next} onClick={() => setOpen(next)}>
        {title}
      </button>
      {!next && children}
    </section>
  );
}
