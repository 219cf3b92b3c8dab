import { useEffect, useState } from "react";

const sizeNow = () => ({ width: innerWidth, height: innerHeight });

export function WindowSize({ column = 400 }) {
  const [size, setSize] = useState(sizeNow);

  useEffect(() => {
    const measure = () => setSize(sizeNow());
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  }, []);

  const columns = Math.max(1, Math.floor(size.width / column));
  return (
    <p>
      {`${size.width} by ${size.height}`}: room for {columns} columns
    </p>
  );
}
