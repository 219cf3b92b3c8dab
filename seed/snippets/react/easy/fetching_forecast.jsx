import { use } from "react";

export function Forecast({ forecast }) {
  const tomorrow = use(forecast);
  return <p>Tomorrow in Oslo: {tomorrow.summary}</p>;
}
