import { useState } from "react";

export function Riddle({ question, answer }) {
  const [shown, setShown] = useState(false);
  return (
    <section>
      <h2>{question}</h2>
      <button onClick={() => setShown(!shown)}>
        {shown ? "Hide" : "Show"} the answer
      </button>
      {shown && <p>{answer}</p>}
    </section>
  );
}
