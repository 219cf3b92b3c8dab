import { useLayoutEffect } from "react";

export function useScrollLock() {
  useLayoutEffect(() => {
    const { overflow } = document.body.style;
    document.body.style.overflow = "hidden";
    return () => Object.assign(document.body.style, { overflow });
  }, []);
}
