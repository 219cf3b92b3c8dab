import { useReducer } from "react";

function reduce({ past, now }, action) {
  if (action === "undo") return { past: past.slice(1), now: past[0] ?? now };
  return { past: [now, ...past], now: now + action };
}

export function useCounter() {
  return useReducer(reduce, { past: [], now: 0 });
}
