export function LoadError({ error, retry }) {
  return (
    <section role="alert">
      <h2>{error.offline ? "No connection" : "Out of order"}</h2>
      <p>{error.message}</p>
      <button onClick={retry}>Try again</button>
    </section>
  );
}
