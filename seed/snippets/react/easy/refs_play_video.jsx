import { useRef } from "react";

export function usePlay() {
  const video = useRef(null);
  return [video, () => video.current?.play()];
}
