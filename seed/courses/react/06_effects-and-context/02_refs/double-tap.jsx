import { useRef, useState } from "react";

export function Photo({ src, alt, pause = 300 }) {
  const lastTap = useRef(-Infinity);
  const [likes, setLikes] = useState(0);
  const tap = ({ timeStamp }) => {
    if (timeStamp - lastTap.current < pause) {
      setLikes((count) => count + 1);
    }
    lastTap.current = timeStamp;
  };
  return (
    <figure onPointerDown={tap}>
      <img src={src} alt={alt} draggable={false} />
      <figcaption>
        {likes === 0 ? "Tap twice if you like it" : `Liked ${likes} times`}
      </figcaption>
    </figure>
  );
}
