import { useState } from "react";

export function Composer({ limit = 280, post }) {
  const [text, setText] = useState("");
  const left = limit - text.trim().length;
  const type = ({ target }) => setText(target.value);
  return (
    <form action={() => post(text)}>
      <textarea value={text} onChange={type} />
      <output className={left < 20 ? "tight" : ""}>{left}</output>
      <button disabled={left < 0 || left === limit}>Post</button>
    </form>
  );
}
