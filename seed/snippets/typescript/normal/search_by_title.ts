interface Book {
  title: string;
  author: string;
}

function search(books: readonly Book[], query: string): Book[] {
  const wanted = query.trim().toLowerCase();
  return books.filter(({ title }) => title.toLowerCase().includes(wanted));
}
