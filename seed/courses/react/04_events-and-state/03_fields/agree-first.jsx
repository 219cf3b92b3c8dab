import { useState } from "react";

export function Terms({ onAccept }) {
  const [agreed, setAgreed] = useState(false);
  return (
    <section>
      <input
        id="agreed"
        type="checkbox"
        checked={agreed}
        onChange={(event) => setAgreed(event.target.checked)}
      />
      <label htmlFor="agreed">I have read the terms</label>
      <button disabled={!agreed} onClick={onAccept}>
        Accept
      </button>
    </section>
  );
}
