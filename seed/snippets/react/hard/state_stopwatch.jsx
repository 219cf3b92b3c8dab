import { useEffect, useState } from "react";

export function Stopwatch({ running }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const tick = () => setSeconds((old) => old + (running ? 1 : 0));
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [running]);
  return <output>{seconds} s</output>;
}
