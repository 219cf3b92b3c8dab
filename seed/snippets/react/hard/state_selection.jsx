import { useState } from "react";

export function useSelection(ids) {
  const [chosen, setChosen] = useState(() => new Set());
  const all = ids.length > 0 && ids.every((id) => chosen.has(id));
  return {
    all,
    has: (id) => chosen.has(id),
    toggle: (id) => setChosen((old) => old.symmetricDifference(new Set([id]))),
    toggleAll: () => setChosen(new Set(all ? [] : ids)),
  };
}
