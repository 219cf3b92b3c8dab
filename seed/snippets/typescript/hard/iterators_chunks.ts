function* chunks<T>(source: Iterable<T>, size: number): Generator<T[], void> {
  let chunk: T[] = [];
  for (const item of source) {
    if (chunk.push(item) < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

const alphabet = [..."abcdefghijklmnopqrstuvwxyz"];
for (const row of chunks(alphabet, 9)) {
  console.log(row.map((letter) => `[${letter}]`).join(" "));
}
