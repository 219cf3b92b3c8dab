export class ExpiringCache<K, V> {
  #entries = new Map<K, { value: V; expires: number }>();

  constructor(private readonly lifetime: number) {}

  get(key: K, load: () => V, now = Date.now()): V {
    const known = this.#entries.get(key);
    if (known && known.expires > now) return known.value;
    const value = load();
    this.#entries.set(key, { value, expires: now + this.lifetime });
    return value;
  }
}
