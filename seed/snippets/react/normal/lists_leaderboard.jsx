export function Leaderboard({ players }) {
  const best = players.toSorted((a, b) => b.score - a.score);
  const rows = best.slice(0, 10).map(({ id, name, score }) => (
    <li key={id}>
      {name} with {score} points
    </li>
  ));
  return <ol>{rows}</ol>;
}
