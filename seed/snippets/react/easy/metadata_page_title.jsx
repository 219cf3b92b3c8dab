export function PageTitle({ page }) {
  const title = page + " | City Library";
  return <title>{title}</title>;
}
