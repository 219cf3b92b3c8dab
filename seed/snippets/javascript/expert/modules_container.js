export class Container {
  #factories = new Map();
  #instances = new Map();

  register(name, factory, { shared = true } = {}) {
    this.#factories.set(name, { factory, shared });
    return this;
  }

  resolve(name, trail = []) {
    if (trail.includes(name)) {
      throw new Error(`Cycle: ${[...trail, name].join(" -> ")}`);
    }
    const { factory, shared } = this.#factories.get(name) ?? {};
    if (!factory) throw new ReferenceError(`Nothing provides "${name}"`);
    if (this.#instances.has(name)) return this.#instances.get(name);
    const needs = new Proxy(
      {},
      {
        get: (_, key) => this.resolve(key, [...trail, name]),
      },
    );
    const instance = factory(needs);
    if (shared) this.#instances.set(name, instance);
    return instance;
  }
}
