import { useMemo } from "react";

export function useSorted(names) {
  return useMemo(() => names.toSorted(), [names]);
}
