const RULES = [
  ["number", /\d+(?:\.\d+)?/],
  ["string", /"(?:[^"\\]|\\.)*"/],
  ["name", /[A-Za-z_$][\w$]*/],
  ["operator", /[-+*/<>=!]=?|&&|\|\|/],
  ["bracket", /[()[\]{},;.]/],
  ["space", /\s+/],
  ["unknown", /./],
];
const PATTERN = new RegExp(
  RULES.map(([type, { source }]) => `(?<${type}>${source})`).join("|"),
  "g",
);

export function* tokenize(code) {
  let line = 1;
  for (const { 0: text, groups } of code.matchAll(PATTERN)) {
    const type = Object.keys(groups).find((name) => groups[name]);
    if (type === "unknown") {
      throw new SyntaxError(`Line ${line}: unexpected "${text}"`);
    }
    if (type !== "space") {
      yield { type, text, line };
    }
    line += text.split("\n").length - 1;
  }
}
