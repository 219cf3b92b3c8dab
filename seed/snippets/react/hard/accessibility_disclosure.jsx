import { useId, useState } from "react";

export function Disclosure({ summary, children }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const toggle = () => setOpen(!open);
  return (
    <>
      <button aria-expanded={open} aria-controls={id} onClick={toggle}>
        {summary}
      </button>
      <div id={id} hidden={!open}>
        {children}
      </div>
    </>
  );
}
