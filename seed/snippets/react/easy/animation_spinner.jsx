export function Spinner({ size = 24 }) {
  const style = { width: size, animation: "spin 1s linear infinite" };
  return <img src="/spinner.svg" alt="Loading" style={style} />;
}
