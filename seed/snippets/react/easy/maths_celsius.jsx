export function Celsius({ fahrenheit }) {
  const degrees = (fahrenheit - 32) / 1.8;
  return <span>{degrees.toFixed(1)} degrees</span>;
}
