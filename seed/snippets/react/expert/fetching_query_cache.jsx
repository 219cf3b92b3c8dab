import { useEffect, useSyncExternalStore } from "react";

const cache = new Map();
const watchers = new Set();
const update = (url, patch) => {
  cache.set(url, { ...cache.get(url), ...patch });
  watchers.forEach((notify) => notify());
};
const subscribe = (notify) => {
  watchers.add(notify);
  return () => watchers.delete(notify);
};

export function useQuery(url, staleMs = 30_000) {
  const entry = useSyncExternalStore(subscribe, () => cache.get(url));
  useEffect(() => {
    if (Date.now() - (cache.get(url)?.at ?? 0) < staleMs) return;
    update(url, { at: Date.now() });
    fetch(url)
      .then((answer) => answer.json())
      .then((value) => update(url, { value }))
      .catch((error) => update(url, { error }));
  }, [url, staleMs]);
  return entry ?? {};
}
