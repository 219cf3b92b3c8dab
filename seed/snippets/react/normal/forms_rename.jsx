import { useState } from "react";

export function RenameBox({ name, save }) {
  const [draft, setDraft] = useState(name);
  const type = (event) => setDraft(event.target.value);
  const done = () => draft && save(draft.trim());
  return <input value={draft} onChange={type} onBlur={done} />;
}
