import { useReducer } from "react";

const flip = (on, name) => ({ ...on, [name]: !on[name] });

export function Switches({ names }) {
  const [on, toggle] = useReducer(flip, {});
  return (
    <menu>
      {names.map((name) => (
        <button key={name} onClick={() => toggle(name)}>
          {name} is {on[name] ? "on" : "off"}
        </button>
      ))}
    </menu>
  );
}
