export async function* readEvents(url, { signal } = {}) {
  const headers = { Accept: "text/event-stream" };
  const { body } = await fetch(url, { signal, headers });
  let buffer = "";
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (buffer + text).split(/\r?\n\r?\n/);
    buffer = blocks.pop();
    for (const block of blocks) {
      const event = { type: "message", lines: [] };
      for (const [, field, value] of block.matchAll(/^(\w+): ?(.*)$/gm)) {
        if (field === "data") {
          event.lines.push(value);
        } else if (field === "event") {
          event.type = value;
        }
      }
      const { type, lines } = event;
      yield { type, data: JSON.parse(lines.join("\n") || "null") };
    }
  }
}
