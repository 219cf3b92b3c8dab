import { useEffect } from "react";

export function useFavicon(href) {
  useEffect(() => {
    const icon = document.querySelector("link[rel=icon]");
    icon.href = href;
  }, [href]);
}
