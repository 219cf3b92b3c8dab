import { useId, useState } from "react";

export function Tabs({ tabs, initial = 0 }) {
  const [active, setActive] = useState(initial);
  const id = useId();
  return (
    <>
      <div role="tablist">
        {tabs.map(({ label }, index) => (
          <button
            key={label}
            role="tab"
            id={`${id}-tab-${index}`}
            aria-selected={index === active}
            aria-controls={`${id}-panel`}
            onClick={() => setActive(index)}
          >
            {label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`}>
        {tabs[active].render()}
      </div>
    </>
  );
}
