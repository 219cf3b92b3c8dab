import { useEffect, useRef } from "react";
import { createPortal } from "react-dom";

export function Modal({ onClose, children }) {
  const dialog = useRef(null);
  useEffect(() => dialog.current.showModal(), []);
  return createPortal(
    <dialog
      ref={dialog}
      onClose={onClose}
      onClick={({ target }) => target === dialog.current && onClose()}
    >
      {children}
    </dialog>,
    document.body,
  );
}
