export function createLoader(fetchMany) {
  const cache = new Map();
  const batch = [];

  async function flush() {
    const calls = batch.splice(0);
    try {
      const rows = await fetchMany(calls.map(({ id }) => id));
      const byId = new Map(rows.map((row) => [row.id, row]));
      calls.forEach(({ id, resolve }) => resolve(byId.get(id) ?? null));
    } catch (error) {
      calls.forEach(({ id }) => cache.delete(id));
      calls.forEach(({ reject }) => reject(error));
    }
  }

  return (id) => {
    if (!cache.has(id)) {
      const { promise, ...settle } = Promise.withResolvers();
      cache.set(id, promise);
      if (batch.push({ id, ...settle }) === 1) {
        queueMicrotask(flush);
      }
    }
    return cache.get(id);
  };
}
