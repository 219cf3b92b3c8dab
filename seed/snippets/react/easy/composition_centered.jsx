export function Centered({ as: Tag = "div", children }) {
  return <Tag className="centered">{children}</Tag>;
}
