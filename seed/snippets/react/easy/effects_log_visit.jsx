import { useEffect } from "react";

export function useVisitLog(log, page) {
  useEffect(() => void log.add(page), [log, page]);
}
