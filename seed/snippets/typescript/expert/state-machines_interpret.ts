type Machine<S extends string, E extends string> = {
  initial: S;
  states: Record<S, { on: Partial<Record<E, S>>; entry?: () => void }>;
};

export function interpret<S extends string, E extends string>(
  machine: Machine<S, E>,
  onChange: (next: S, event: E) => void = () => {},
) {
  let current = machine.initial;
  return {
    get state(): S {
      return current;
    },
    send(event: E): boolean {
      const next = machine.states[current].on[event];
      if (next === undefined) return false;
      current = next;
      machine.states[next].entry?.();
      onChange(next, event);
      return true;
    },
  };
}
