export function SaveStatus({ saving }) {
  const message = saving ? "Saving draft" : "All saved";
  return <p role="status">{message}</p>;
}
