export class RecentCache extends Map {
  limit = 100;

  get(key) {
    if (!this.has(key)) return undefined;
    const value = super.get(key);
    this.set(key, value);
    return value;
  }

  set(key, value) {
    this.delete(key);
    if (this.size >= this.limit) {
      this.delete(this.keys().next().value);
    }
    return super.set(key, value);
  }
}
