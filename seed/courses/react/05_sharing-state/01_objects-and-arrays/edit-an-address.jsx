import { useState } from "react";

export function Address() {
  const [place, setPlace] = useState({ street: "", town: "" });
  const edit = ({ target: { name, value } }) =>
    setPlace({ ...place, [name]: value });
  return Object.entries(place).map(([name, value]) => (
    <label key={name}>
      {name} <input name={name} value={value} onChange={edit} />
    </label>
  ));
}
