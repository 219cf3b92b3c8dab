import { useState } from "react";

export function Converter({ rates }) {
  const [euros, setEuros] = useState("100");
  const rows = Object.entries(rates).map(([currency, rate]) => {
    const format = { style: "currency", currency };
    const sum = (euros * rate).toLocaleString("en", format);
    return <p key={currency}>{sum}</p>;
  });
  return (
    <>
      <input value={euros} onChange={(e) => setEuros(e.target.value)} />
      {rows}
    </>
  );
}
