type Effect = () => void;
let active: Effect | undefined;

export function signal<T>(initial: T): [get: () => T, set: (next: T) => void] {
  let value = initial;
  const watchers = new Set<Effect>();
  return [
    () => (active && watchers.add(active), value),
    (next) => {
      if (Object.is(value, next)) return;
      value = next;
      [...watchers].forEach((run) => run());
    },
  ];
}

export function effect(body: Effect): void {
  const run = () => {
    const outer = active;
    active = run;
    try {
      body();
    } finally {
      active = outer;
    }
  };
  run();
}
