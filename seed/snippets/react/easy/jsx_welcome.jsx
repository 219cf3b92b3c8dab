export function Welcome({ name }) {
  return <h1>Welcome back, {name}!</h1>;
}
