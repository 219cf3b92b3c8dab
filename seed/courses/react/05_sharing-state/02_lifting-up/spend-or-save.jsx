import { useState } from "react";

const Share = ({ title, percent, onShare }) => (
  <label>
    {title}: {percent}%
    <input
      type="range"
      value={percent}
      onChange={(event) => onShare(Number(event.target.value))}
    />
  </label>
);

export function Budget() {
  const [spend, setSpend] = useState(60);
  return (
    <>
      <Share title="Spend" percent={spend} onShare={setSpend} />
      <Share
        title="Save"
        percent={100 - spend}
        onShare={(save) => setSpend(100 - save)}
      />
    </>
  );
}
