export function Divider({ children }) {
  return children ? <h3 className="line">{children}</h3> : <hr />;
}
