const RULES = [
  [/&/g, "&amp;"],
  [/</g, "&lt;"],
  [/"/g, "&quot;"],
  [
    /^(#{1,6}) +(.+)$/gm,
    (_, { length }, text) => `<h${length}>${text}</h${length}>`,
  ],
  [/\*\*(.+?)\*\*/g, "<strong>$1</strong>"],
  [/`(.+?)`/g, "<code>$1</code>"],
  [/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, '<a href="$2">$1</a>'],
  [/^- +(.+)$/gm, "<li>$1</li>"],
  [/(?:<li>.*<\/li>\n?)+/g, "<ul>$&</ul>"],
];

export const toHtml = (markdown) =>
  markdown
    .trim()
    .split(/\n{2,}/)
    .map((block) => RULES.reduce((html, rule) => html.replace(...rule), block))
    .map((html) => (/^<(?:h\d|ul)/.test(html) ? html : `<p>${html}</p>`))
    .join("\n");
