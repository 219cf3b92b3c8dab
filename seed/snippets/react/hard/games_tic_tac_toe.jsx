const LINES = ["012", "345", "678", "036", "147", "258", "048", "246"];

export function Board({ cells, onPlay }) {
  const full = ([a, b, c]) =>
    cells[a] && cells[a] === cells[b] && cells[b] === cells[c];
  const line = LINES.find(full);
  return cells.map((mark, index) => (
    <button
      key={index}
      disabled={mark !== null || line !== undefined}
      className={line?.includes(index) ? "won" : "cell"}
      onClick={() => onPlay(index)}
    >
      {mark}
    </button>
  ));
}
