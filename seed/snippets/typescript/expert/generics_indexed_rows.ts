export class Table<T extends { id: string }> {
  readonly #rows = new Map<string, T>();
  readonly #indexes = new Map<keyof T, Map<unknown, Set<T>>>();

  constructor(...columns: (keyof T)[]) {
    for (const column of columns) this.#indexes.set(column, new Map());
  }

  put(row: T): void {
    const old = this.#rows.get(row.id);
    this.#rows.set(row.id, row);
    for (const [column, index] of this.#indexes) {
      if (old) index.get(old[column])?.delete(old);
      const bucket = index.get(row[column]) ?? new Set<T>();
      index.set(row[column], bucket.add(row));
    }
  }

  where<K extends keyof T>(column: K, value: T[K]): T[] {
    const found = this.#indexes.get(column)?.get(value);
    return [...(found ?? [])];
  }
}
