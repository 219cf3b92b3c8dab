import { useReducer } from "react";

const NEAR = [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x) => [x, y]));

function evolve(cells) {
  return cells.map((row, y) =>
    row.map((alive, x) => {
      const around = NEAR.filter(
        ([dx, dy]) => (dx || dy) && cells[y + dy]?.[x + dx],
      ).length;
      return around === 3 || (alive && around === 2);
    }),
  );
}
export function Life({ seed }) {
  const [cells, step] = useReducer(evolve, seed);
  return (
    <pre onClick={step}>
      {cells
        .map((row) => row.map((alive) => (alive ? "#" : ".")).join(""))
        .join("\n")}
    </pre>
  );
}
