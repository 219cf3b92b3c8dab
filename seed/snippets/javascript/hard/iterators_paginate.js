export async function* paginate(url, pageSize = 50) {
  let page = 1;
  while (true) {
    const query = new URLSearchParams({ page, per_page: pageSize });
    const response = await fetch(`${url}?${query}`);
    const { items, total } = await response.json();
    yield* items;
    if (page * pageSize >= total) {
      return;
    }
    page += 1;
  }
}
