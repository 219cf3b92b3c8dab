import { useImperativeHandle, useRef } from "react";

export function AudioClip({ ref, src }) {
  const audio = useRef(null);
  useImperativeHandle(ref, () => ({
    play: () => audio.current.play(),
    skip(seconds) {
      const { currentTime, duration } = audio.current;
      const target = Math.min(currentTime + seconds, duration);
      audio.current.currentTime = Math.max(target, 0);
    },
  }));
  return <audio ref={audio} src={src} preload="auto" />;
}
