import { useEffect, useState } from "react";

export function TeaTimer({ minutes = 4 }) {
  const [left, setLeft] = useState(minutes * 60);

  useEffect(() => {
    if (left === 0) return;
    const timer = setTimeout(() => setLeft((s) => s - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);

  const seconds = String(left % 60).padStart(2, "0");
  return (
    <time role="timer">
      {left > 0 ? `${Math.floor(left / 60)}:${seconds}` : "Tea is ready"}
    </time>
  );
}
