import { Suspense, use, useState, useTransition } from "react";

const ready = new Map();

function decode(src) {
  if (!ready.has(src)) {
    const image = Object.assign(new Image(), { src });
    ready.set(src, image.decode());
  }
  return ready.get(src);
}
function Photo({ src, alt }) {
  use(decode(src));
  return <img src={src} alt={alt} />;
}
export function Gallery({ photos }) {
  const [at, setAt] = useState(0);
  const [pending, startTransition] = useTransition();
  const next = () => startTransition(() => setAt((at + 1) % photos.length));
  return (
    <figure style={{ opacity: pending ? 0.7 : 1 }} onClick={next}>
      <Suspense fallback={<p>{photos[at].alt}</p>}>
        <Photo {...photos[at]} />
      </Suspense>
    </figure>
  );
}
