type Waiting<K, V> = {
  key: K;
  resolve: (value: V) => void;
  reject: (reason: unknown) => void;
};

export class BatchLoader<K, V> {
  private queue: Waiting<K, V>[] = [];

  constructor(private readonly loadMany: (keys: K[]) => Promise<V[]>) {}

  load(key: K): Promise<V> {
    return new Promise((resolve, reject) => {
      if (this.queue.push({ key, resolve, reject }) === 1) {
        queueMicrotask(() => void this.flush());
      }
    });
  }

  private async flush(): Promise<void> {
    const batch = this.queue.splice(0);
    try {
      const values = await this.loadMany(batch.map(({ key }) => key));
      batch.forEach(({ resolve }, index) => resolve(values[index]!));
    } catch (error) {
      batch.forEach(({ reject }) => reject(error));
    }
  }
}
