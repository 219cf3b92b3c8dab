import { useEffect, useEffectEvent } from "react";

export function useShortcuts(actions) {
  const press = useEffectEvent((event) => {
    const action = event.ctrlKey && actions[event.key];
    if (!action) return;
    event.preventDefault();
    action(event);
  });
  useEffect(() => {
    const onKey = (event) => press(event);
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
