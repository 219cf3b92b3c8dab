import { memo } from "react";

export const Cell = memo(function Cell({ value }) {
  return <td className="cell">{value}</td>;
});
