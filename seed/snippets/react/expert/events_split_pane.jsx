import { useState } from "react";

export function SplitPane({ left, right, min = 15 }) {
  const [share, setShare] = useState(50);
  const grab = ({ target, pointerId }) => target.setPointerCapture(pointerId);
  const drag = ({ target, pointerId, clientX }) => {
    if (!target.hasPointerCapture(pointerId)) return;
    const box = target.parentElement.getBoundingClientRect();
    const percent = ((clientX - box.left) / box.width) * 100;
    setShare(Math.min(Math.max(percent, min), 100 - min));
  };
  const columns = `${share}fr 6px ${100 - share}fr`;
  return (
    <div style={{ display: "grid", gridTemplateColumns: columns }}>
      <div>{left}</div>
      <hr aria-valuenow={share} onPointerDown={grab} onPointerMove={drag} />
      <div>{right}</div>
    </div>
  );
}
