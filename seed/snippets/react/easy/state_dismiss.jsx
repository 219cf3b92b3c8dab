import { useState } from "react";

export function useDismiss() {
  const [open, setOpen] = useState(true);
  return { open, dismiss: () => setOpen(false) };
}
