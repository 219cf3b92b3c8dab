import { createPortal } from "react-dom";

export function LoadingBar({ busy, percent }) {
  if (!busy) return null;
  const width = `${percent}%`;
  const bar = <div className="bar" style={{ width }} />;
  return createPortal(bar, document.body);
}
