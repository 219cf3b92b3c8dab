import { useEffect } from "react";

export function useFrames(draw) {
  useEffect(() => {
    let id = requestAnimationFrame(function step(time) {
      draw(time);
      id = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(id);
  }, [draw]);
}
