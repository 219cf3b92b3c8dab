export const Badge = ({ count }) =>
  count > 0 && <sup className="badge">{count > 99 ? "99+" : count}</sup>;
