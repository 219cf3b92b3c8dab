export function bindShortcuts(bindings, { signal } = {}) {
  const onKeydown = (event) => {
    const { ctrlKey, shiftKey, key } = event;
    const combo = [ctrlKey && "ctrl", shiftKey && "shift", key.toLowerCase()]
      .filter(Boolean)
      .join("+");
    if (Object.hasOwn(bindings, combo)) {
      event.preventDefault();
      bindings[combo](event);
    }
  };
  window.addEventListener("keydown", onKeydown, { signal });
}
