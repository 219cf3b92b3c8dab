import { useId, useState } from "react";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export function Combobox({ options, onPick }) {
  const id = useId();
  const [at, setAt] = useState(0);
  const press = ({ key }) => {
    if (key === "Enter") onPick(options[at]);
    setAt((at + (STEPS[key] ?? 0) + options.length) % options.length);
  };
  return (
    <div onKeyDown={press}>
      <input role="combobox" aria-activedescendant={`${id}-${at}`} />
      <ul role="listbox">
        {options.map((option, index) => (
          <li
            key={option}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerDown={() => onPick(option)}
          >
            {option}
          </li>
        ))}
      </ul>
    </div>
  );
}
