export function createStore(reduce, state) {
  const listeners = new Set();

  return {
    getState: () => state,
    dispatch(action) {
      const next = reduce(state, action);
      if (Object.is(next, state)) return;
      state = next;
      for (const listener of listeners) {
        listener(state, action);
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const store = createStore((count, { by = 1 }) => count + by, 0);
const stop = store.subscribe((count) => console.log("now", count));
store.dispatch({ by: 3 });
stop();
