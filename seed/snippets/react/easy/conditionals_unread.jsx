export function Unread({ count }) {
  if (count === 0) return null;
  return <span className="badge">{count} new</span>;
}
