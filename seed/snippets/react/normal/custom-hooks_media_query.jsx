import { useSyncExternalStore } from "react";

export function useMediaQuery(query) {
  const media = matchMedia(query);
  const subscribe = (listener) => {
    media.addEventListener("change", listener);
    return () => media.removeEventListener("change", listener);
  };
  return useSyncExternalStore(subscribe, () => media.matches);
}
