import { useEffect, useState } from "react";

export function useStopwatch(running) {
  const [elapsed, setElapsed] = useState(0);
  useEffect(() => {
    if (!running) return;
    let last = performance.now();
    let frame = requestAnimationFrame(function tick(now) {
      const step = now - last;
      setElapsed((total) => total + step);
      last = now;
      frame = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(frame);
  }, [running]);
  return (elapsed / 1000).toFixed(2);
}
