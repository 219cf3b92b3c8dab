import { useRef, useState } from "react";

export function CodeInput({ length = 6, onComplete }) {
  const [digits, setDigits] = useState(Array(length).fill(""));
  const boxes = useRef([]);
  const fill = (start, text) => {
    const typed = text.replace(/\D/g, "").slice(0, length - start);
    const next = digits.with(start, "");
    next.splice(start, typed.length, ...typed);
    setDigits(next);
    boxes.current[Math.min(start + typed.length, length - 1)].focus();
    if (next.every(Boolean)) onComplete(next.join(""));
  };
  return digits.map((digit, index) => (
    <input
      key={index}
      ref={(node) => void (boxes.current[index] = node)}
      inputMode="numeric"
      value={digit}
      onFocus={({ target }) => target.select()}
      onChange={({ target }) => fill(index, target.value)}
    />
  ));
}
