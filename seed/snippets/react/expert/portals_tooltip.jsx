import { useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";

export function Tooltip({ anchor, text, gap = 8 }) {
  const bubble = useRef(null);
  const [place, setPlace] = useState({ left: 0, top: 0 });

  useLayoutEffect(() => {
    const box = anchor.getBoundingClientRect();
    const { width, height } = bubble.current.getBoundingClientRect();
    const center = box.left + (box.width - width) / 2;
    const above = box.top - height - gap;
    setPlace({
      left: Math.max(gap, Math.min(center, innerWidth - width - gap)),
      top: above > 0 ? above : box.bottom + gap,
    });
  }, [anchor, gap, text]);

  return createPortal(
    <div ref={bubble} style={{ position: "fixed", ...place }}>
      {text}
    </div>,
    document.body,
  );
}
