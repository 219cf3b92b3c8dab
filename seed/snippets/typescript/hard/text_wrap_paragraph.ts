export function wrap(paragraph: string, width = 72): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of paragraph.split(/\s+/).filter(Boolean)) {
    if (line && line.length + word.length + 1 > width) {
      lines.push(line);
      line = "";
    }
    line += line ? ` ${word}` : word;
  }
  return line ? [...lines, line] : lines;
}
