import { useMemo, useState } from "react";

export function PlayerList({ players }) {
  const [order, setOrder] = useState("name");
  const sorted = useMemo(
    () => players.toSorted((a, b) => (a[order] > b[order] ? 1 : -1)),
    [players, order],
  );
  return (
    <>
      <button onClick={() => setOrder("score")}>Sort by score</button>
      {sorted.map((player) => (
        <p key={player.id}>{player.name}</p>
      ))}
    </>
  );
}
