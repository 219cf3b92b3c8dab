import { useCallback, useState } from "react";

export function useSize() {
  const [size, setSize] = useState({ width: 0, height: 0 });
  const ref = useCallback((node) => {
    const observer = new ResizeObserver(([{ contentRect }]) => {
      const { width, height } = contentRect;
      setSize({ width, height });
    });
    observer.observe(node);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
