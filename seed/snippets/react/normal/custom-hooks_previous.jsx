import { useState } from "react";

export function usePrevious(value) {
  const [[now, before], shift] = useState([value]);
  if (now === value) return before;
  shift([value, now]);
  return now;
}
