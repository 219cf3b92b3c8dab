export function wordWrap(text, width = 72, indent = "") {
  const lines = [];
  let line = indent;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const glue = line === indent ? "" : " ";
    if (glue && line.length + glue.length + word.length > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else {
      line += `${glue}${word}`;
    }
  }
  return [...lines, line].join("\n");
}
