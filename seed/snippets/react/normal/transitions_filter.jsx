import { useState, useTransition } from "react";

export function useFilter(initial) {
  const [filter, setFilter] = useState(initial);
  const [pending, start] = useTransition();
  const choose = (next) => start(() => setFilter(next));
  return { filter, choose, pending };
}
