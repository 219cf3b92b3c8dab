export function Greeting({ user }) {
  if (!user) return <a href="/login">Sign in</a>;
  return <p>Welcome back, {user.name}!</p>;
}
