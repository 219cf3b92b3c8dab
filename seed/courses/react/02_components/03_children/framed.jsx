export function Frame({ children }) {
  return <div className="frame">{children}</div>;
}
