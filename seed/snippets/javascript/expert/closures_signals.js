let running = null;

export function signal(value) {
  const subscribers = new Set();
  return {
    get value() {
      if (running) subscribers.add(running);
      return value;
    },
    set value(next) {
      if (Object.is(next, value)) return;
      value = next;
      [...subscribers].forEach((run) => run());
    },
  };
}

export function effect(callback) {
  const run = () => {
    const outer = running;
    running = run;
    try {
      callback();
    } finally {
      running = outer;
    }
  };
  run();
}
