import { createContext, use } from "react";

export const Locale = createContext("en");

export function LocalNumber({ value }) {
  const text = value.toLocaleString(use(Locale));
  return <data value={value}>{text}</data>;
}
