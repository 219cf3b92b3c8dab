export function createMachine({ initial, context = {}, states }) {
  let state = initial;
  const target = new EventTarget();

  function send(type, detail = {}) {
    const options = [states[state].on?.[type] ?? []].flat();
    const match = options.find(({ when }) => when?.(context, detail) ?? true);
    if (!match) {
      return false;
    }
    const from = state;
    states[from].exit?.(context);
    context = { ...context, ...match.assign?.(context, detail) };
    state = match.to ?? from;
    states[state].enter?.(context);
    target.dispatchEvent(
      new CustomEvent("change", { detail: { from, to: state, context } }),
    );
    return true;
  }

  const matches = (...names) => names.includes(state);
  const on = target.addEventListener.bind(target, "change");
  return { send, matches, on };
}
