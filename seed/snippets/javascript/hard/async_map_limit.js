export async function mapLimit(items, limit, work) {
  const results = new Array(items.length);
  const pending = items.entries();
  const worker = async () => {
    for (const [index, item] of pending) {
      results[index] = await work(item, index);
    }
  };
  const crew = Math.min(limit, items.length);
  await Promise.all(Array.from({ length: crew }, worker));
  return results;
}
