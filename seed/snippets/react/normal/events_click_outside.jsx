import { useEffect } from "react";

export function useClickOutside(ref, onLeave) {
  useEffect(() => {
    const leave = ({ target }) => ref.current?.contains(target) || onLeave();
    document.addEventListener("pointerdown", leave);
    return () => document.removeEventListener("pointerdown", leave);
  }, [ref, onLeave]);
}
