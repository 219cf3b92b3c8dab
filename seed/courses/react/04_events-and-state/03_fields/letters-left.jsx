import { useState } from "react";

export function Haiku({ limit = 80 }) {
  const [text, setText] = useState("");
  return (
    <label>
      {limit - text.length} letters left
      <textarea
        maxLength={limit}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  );
}
