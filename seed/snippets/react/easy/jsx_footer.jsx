export function Footer() {
  const year = new Date().getFullYear();
  return <footer>Northwind Bakery 1998 to {year}</footer>;
}
