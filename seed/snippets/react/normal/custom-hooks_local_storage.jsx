import { useEffect, useState } from "react";

export function useStored(key, initial) {
  const [value, setValue] = useState(
    () => JSON.parse(localStorage.getItem(key)) ?? initial,
  );
  const json = JSON.stringify(value);
  useEffect(() => localStorage.setItem(key, json), [key, json]);
  return [value, setValue];
}
