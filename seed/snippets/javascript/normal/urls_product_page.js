export function productPage(page, filters) {
  const url = new URL("/products", location.origin);
  url.searchParams.set("page", page);
  for (const [name, value] of Object.entries(filters)) {
    url.searchParams.append(name, value);
  }
  return url.href;
}
