export function Closed() {
  return <p role="status">We open again at nine.</p>;
}
