export function Breadcrumbs({ path }) {
  const parts = path.split("/").filter(Boolean);
  return parts.map((part, at) => (
    <a key={part} href={`/${parts.slice(0, at + 1).join("/")}`}>
      {decodeURIComponent(part)}
    </a>
  ));
}
