type Stop = () => void;

function onKey(run: (key: string) => void): Stop;
function onKey(wanted: string, run: Stop): Stop;
function onKey(first: string | ((key: string) => void), run?: Stop): Stop {
  const pressed = ({ key }: KeyboardEvent): void => {
    if (typeof first === "function") first(key);
    else if (key === first) run?.();
  };
  addEventListener("keydown", pressed);
  return () => removeEventListener("keydown", pressed);
}
