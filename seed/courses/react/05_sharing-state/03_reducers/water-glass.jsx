import { useReducer } from "react";

function pour(level, action) {
  switch (action.type) {
    case "fill":
      return Math.min(5, level + 1);
    case "sip":
      return Math.max(0, level - 1);
    default:
      return level;
  }
}

export function Glass() {
  const [level, dispatch] = useReducer(pour, 3);
  return (
    <p>
      <button onClick={() => dispatch({ type: "sip" })}>Sip</button>
      {level} of 5
    </p>
  );
}
