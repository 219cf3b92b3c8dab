export function Breadcrumbs({ path }) {
  const parts = path.split("/").filter(Boolean);
  const link = (index) => `/${parts.slice(0, index + 1).join("/")}`;
  return (
    <nav aria-label="Breadcrumbs">
      <a href="/">Home</a>
      {parts.map((part, index) => (
        <a key={link(index)} href={link(index)}>
          / {decodeURIComponent(part)}
        </a>
      ))}
    </nav>
  );
}
