import { useEffect, useState } from "react";

export function useSuggestions(query, { wait = 200, limit = 8 } = {}) {
  const [names, setNames] = useState([]);

  useEffect(() => {
    const request = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const url = `/api/names?q=${encodeURIComponent(query)}`;
        const answer = await fetch(url, { signal: request.signal });
        const found = await answer.json();
        setNames(found.slice(0, limit).map(({ name }) => name));
      } catch (error) {
        if (error.name !== "AbortError") setNames([]);
      }
    }, wait);
    return () => {
      clearTimeout(timer);
      request.abort();
    };
  }, [query, wait, limit]);

  return query ? names : [];
}
