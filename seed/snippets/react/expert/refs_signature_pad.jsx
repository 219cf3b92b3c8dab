import { useRef } from "react";

export function SignaturePad({ width = 480, height = 160, onSign }) {
  const path = useRef([]);
  const draw = ({ buttons, currentTarget, nativeEvent }) => {
    if (!(buttons & 1)) return;
    const { offsetX: x, offsetY: y } = nativeEvent;
    const pen = currentTarget.getContext("2d");
    const [fromX, fromY] = path.current.at(-1) ?? [x, y];
    pen.beginPath();
    pen.moveTo(fromX, fromY);
    pen.lineTo(x, y);
    pen.stroke();
    path.current.push([x, y]);
  };
  const lift = ({ currentTarget }) => {
    if (path.current.length > 9) onSign(currentTarget.toDataURL());
    path.current = [];
  };
  const size = { width, height };
  return <canvas {...size} onPointerMove={draw} onPointerUp={lift} />;
}
