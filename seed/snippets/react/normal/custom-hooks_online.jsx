import { useSyncExternalStore } from "react";

function subscribe(listener) {
  const controller = new AbortController();
  window.addEventListener("online", listener, controller);
  window.addEventListener("offline", listener, controller);
  return () => controller.abort();
}

export const useOnline = () =>
  useSyncExternalStore(subscribe, () => navigator.onLine);
