export class ExpiringCache {
  #entries = new Map();

  constructor({ ttlMs = 60_000, max = 500, now = Date.now } = {}) {
    Object.assign(this, { ttlMs, max, now });
  }

  async get(key, load) {
    const hit = this.#entries.get(key);
    if (hit && hit.expiresAt > this.now()) {
      return hit.value;
    }
    const value = Promise.resolve(load(key));
    value.catch(() => this.#entries.delete(key));
    this.#entries.set(key, { value, expiresAt: this.now() + this.ttlMs });
    this.#sweep();
    return value;
  }

  #sweep() {
    for (const [key, { expiresAt }] of this.#entries) {
      if (expiresAt <= this.now() || this.#entries.size > this.max) {
        this.#entries.delete(key);
      }
    }
  }
}
