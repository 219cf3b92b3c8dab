import { useState } from "react";

export function KeyPicker() {
  const [key, setKey] = useState("none");
  return (
    <button onKeyDown={(event) => setKey(event.key)}>
      Shortcut: <kbd>{key}</kbd>
    </button>
  );
}
