import { useSyncExternalStore } from "react";

export function createStore(initial) {
  let state = initial;
  const listeners = new Set();
  const subscribe = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const set = (patch) => {
    const next = typeof patch === "function" ? patch(state) : patch;
    if (Object.keys(next).every((key) => Object.is(state[key], next[key]))) {
      return;
    }
    state = { ...state, ...next };
    listeners.forEach((listener) => listener(state));
  };
  const useStore = (select = (whole) => whole) =>
    useSyncExternalStore(subscribe, () => select(state));
  return Object.assign(useStore, { set, get: () => state });
}
