import { useState } from "react";

function score(query, text) {
  let [at, points] = [-1, 0];
  for (const letter of query.toLowerCase()) {
    const next = text.toLowerCase().indexOf(letter, at + 1);
    if (next < 0) return 0;
    points += next === at + 1 ? 5 : 1;
    at = next;
  }
  return points / text.length;
}
export function Palette({ commands }) {
  const [query, setQuery] = useState("");
  const hits = commands
    .map((command) => ({ ...command, score: score(query, command.title) }))
    .filter((command) => command.score > 0)
    .sort((a, b) => b.score - a.score);
  return (
    <form action={() => hits[0]?.run()}>
      <input value={query} onChange={(e) => setQuery(e.target.value)} />
      {hits.slice(0, 7).map(({ title }) => (
        <p key={title}>{title}</p>
      ))}
    </form>
  );
}
