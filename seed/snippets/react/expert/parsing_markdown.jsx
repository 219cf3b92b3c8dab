const RULES = [
  [/\*\*(.+?)\*\*/, (text) => <strong>{inline(text)}</strong>],
  [/_(.+?)_/, (text) => <em>{inline(text)}</em>],
  [/`(.+?)`/, (text) => <code>{text}</code>],
  [/\[(.+?)\]\((\S+?)\)/, (text, url) => <a href={url}>{inline(text)}</a>],
];

function inline(text) {
  const hits = RULES.map(([pattern, render]) => ({
    render,
    hit: pattern.exec(text),
  })).filter(({ hit }) => hit);
  if (!hits.length) return text;
  const { hit, render } = hits.reduce((a, b) =>
    b.hit.index < a.hit.index ? b : a,
  );
  const [all, ...groups] = hit;
  return (
    <>
      {text.slice(0, hit.index)}
      {render(...groups)}
      {inline(text.slice(hit.index + all.length))}
    </>
  );
}
export const Markdown = ({ text }) => <p>{inline(text)}</p>;
