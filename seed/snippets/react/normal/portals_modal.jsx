import { createPortal } from "react-dom";

export function Modal({ title, onClose, children }) {
  return createPortal(
    <dialog open aria-label={title} onCancel={onClose}>
      {children}
    </dialog>,
    document.body,
  );
}
