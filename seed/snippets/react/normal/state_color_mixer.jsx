import { useState } from "react";

export function ColorMixer() {
  const [hue, setHue] = useState(200);
  const style = { background: `hsl(${hue} 80% 50%)` };
  const mix = (event) => setHue(event.target.valueAsNumber);
  return <input type="range" max={360} style={style} onChange={mix} />;
}
