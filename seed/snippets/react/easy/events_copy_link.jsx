export function CopyLink({ url }) {
  const copy = () => navigator.clipboard.writeText(url);
  return <button onClick={copy}>Copy</button>;
}
