export function Allowed({ user, role, children }) {
  const allowed = user.roles.includes(role);
  return allowed ? children : null;
}
