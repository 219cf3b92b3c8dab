export async function search(term, page = 1) {
  const query = new URLSearchParams({ q: term, page });
  const response = await fetch(`/api/books?${query}`, {
    headers: { Accept: "application/json" },
  });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}
