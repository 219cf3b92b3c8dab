import { useDeferredValue } from "react";

export function useSettledQuery(query) {
  const settled = useDeferredValue(query);
  return { settled, stale: settled !== query };
}
