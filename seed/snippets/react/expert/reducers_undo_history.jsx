import { useReducer } from "react";

function reduce({ past, present, future }, { type, value }) {
  switch (type) {
    case "set":
      return { past: [...past, present], present: value, future: [] };
    case "undo":
      return {
        past: past.slice(0, -1),
        present: past.at(-1) ?? present,
        future: past.length ? [present, ...future] : future,
      };
    default:
      throw new Error(`Unknown action: ${type}`);
  }
}

export function useUndo(initial) {
  const start = { past: [], present: initial, future: [] };
  const [state, dispatch] = useReducer(reduce, start);
  return {
    ...state,
    set: (value) => dispatch({ type: "set", value }),
    undo: () => dispatch({ type: "undo" }),
  };
}
