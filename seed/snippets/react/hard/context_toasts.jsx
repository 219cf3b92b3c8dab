import { createContext, useCallback, useState } from "react";

export const ToastContext = createContext(() => {});

export function ToastProvider({ children }) {
  const [toasts, setToasts] = useState([]);
  const show = useCallback((text) => {
    setToasts((shown) => [...shown.slice(-2), { id: Date.now(), text }]);
  }, []);
  return (
    <ToastContext value={show}>
      {children}
      {toasts.map((toast) => (
        <output key={toast.id}>{toast.text}</output>
      ))}
    </ToastContext>
  );
}
