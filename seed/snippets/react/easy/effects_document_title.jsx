import { useEffect } from "react";

export function useTitle(title) {
  useEffect(() => void (document.title = title), [title]);
}
