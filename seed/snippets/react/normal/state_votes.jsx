import { useState } from "react";

export function useVotes() {
  const [votes, setVotes] = useState({});
  const vote = (name) =>
    setVotes((all) => ({ ...all, [name]: (all[name] ?? 0) + 1 }));
  return [votes, vote];
}
