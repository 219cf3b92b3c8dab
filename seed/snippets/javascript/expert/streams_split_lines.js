import { createReadStream } from "node:fs";

const splitLines = (rest = "") =>
  new TransformStream({
    transform(chunk, controller) {
      const lines = (rest + chunk).split(/\r?\n/);
      rest = lines.pop();
      lines.forEach((line) => controller.enqueue(line));
    },
    flush: (controller) => rest && controller.enqueue(rest),
  });

export async function countBy(path, pattern) {
  const counts = new Map();
  const lines = ReadableStream.from(createReadStream(path))
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(splitLines());
  for await (const line of lines) {
    const [, key] = pattern.exec(line) ?? [];
    if (key) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}
