import { useRef } from "react";

export function useLongPress(action, holdMs = 500) {
  const timer = useRef(0);
  const cancel = () => clearTimeout(timer.current);
  return {
    onPointerDown: ({ button, clientX, clientY }) => {
      if (button !== 0) return;
      timer.current = setTimeout(action, holdMs, clientX, clientY);
    },
    onPointerUp: cancel,
    onPointerLeave: cancel,
  };
}
