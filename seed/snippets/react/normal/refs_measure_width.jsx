import { useLayoutEffect, useRef, useState } from "react";

export function useWidth() {
  const ref = useRef(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    setWidth(ref.current.offsetWidth);
  }, []);
  return [ref, width];
}
