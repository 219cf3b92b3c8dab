import { useState } from "react";

export function Steps() {
  const [steps, setSteps] = useState(0);
  return (
    <button onClick={() => setSteps((n) => n + 1)}>Walked {steps} times</button>
  );
}
