import { useReducer } from "react";

const NEXT = { green: "yellow", yellow: "red", red: "green" };

export function TrafficLight() {
  const [light, next] = useReducer((old) => NEXT[old], "red");
  return <button className={light} onClick={next} />;
}
