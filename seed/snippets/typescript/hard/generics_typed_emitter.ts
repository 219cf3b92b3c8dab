type Handlers<E> = { [K in keyof E]?: Array<(payload: E[K]) => void> };

class TypedEmitter<E extends Record<string, unknown>> {
  private handlers: Handlers<E> = {};

  on<K extends keyof E>(event: K, handler: (payload: E[K]) => void): void {
    (this.handlers[event] ??= []).push(handler);
  }

  emit<K extends keyof E>(event: K, payload: E[K]): void {
    this.handlers[event]?.forEach((handler) => handler(payload));
  }
}
