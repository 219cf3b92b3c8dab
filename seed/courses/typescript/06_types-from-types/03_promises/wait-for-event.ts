async function nextEvent(
  target: EventTarget,
  name: string,
  signal?: AbortSignal,
): Promise<Event> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal?.reason);
    signal?.addEventListener("abort", stop, { once: true });
    target.addEventListener(name, resolve, { once: true, signal });
  });
}

const patience = AbortSignal.timeout(5000);
await nextEvent(document, "visibilitychange", patience);
