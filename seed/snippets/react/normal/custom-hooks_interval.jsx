import { useEffect, useEffectEvent } from "react";

export function useInterval(onTick, delay) {
  const tick = useEffectEvent(onTick);
  useEffect(() => {
    const id = setInterval(() => tick(), delay);
    return () => clearInterval(id);
  }, [delay]);
}
