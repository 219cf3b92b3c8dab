export function parseCsv(text, separator = ",") {
  const rows = [[""]];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    const row = rows.at(-1);
    if (quoted && char === '"' && text[i + 1] === '"') {
      row[row.length - 1] += '"';
      i += 1;
    } else if (char === '"') {
      quoted = !quoted;
    } else if (!quoted && char === separator) {
      row.push("");
    } else if (!quoted && char === "\n") {
      rows.push([""]);
    } else if (quoted || char !== "\r") {
      row[row.length - 1] += char;
    }
  }
  const [header, ...records] = rows.filter((row) => row.length > 1 || row[0]);
  return records.map((cells) =>
    Object.fromEntries(header.map((name, column) => [name, cells[column]])),
  );
}
