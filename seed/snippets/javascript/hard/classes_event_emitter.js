export class EventEmitter {
  #listeners = new Map();

  on(event, listener) {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  emit(event, ...args) {
    for (const listener of this.#listeners.get(event) ?? []) {
      listener(...args);
    }
  }
}
