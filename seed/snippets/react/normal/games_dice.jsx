import { useState } from "react";

const roll = () => Math.ceil(Math.random() * 6);

export function Dice() {
  const [pips, setPips] = useState(roll);
  return <button onClick={() => setPips(roll())}>Rolled {pips}</button>;
}
