import { createContext, use, useState } from "react";

const Units = createContext("km");

export function Distance({ km }) {
  const unit = use(Units);
  const length = unit === "km" ? km : km * 0.621;
  return `${length.toFixed(1)} ${unit}`;
}

export function UnitChoice({ children }) {
  const [unit, setUnit] = useState("km");
  const other = unit === "km" ? "mi" : "km";
  return (
    <Units value={unit}>
      <button onClick={() => setUnit(other)}>Show {other}</button>
      {children}
    </Units>
  );
}
