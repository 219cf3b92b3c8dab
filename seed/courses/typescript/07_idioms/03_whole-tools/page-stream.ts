interface Page<T> {
  items: T[];
  next?: string;
}

async function* pagesFrom<T>(start: string): AsyncGenerator<T> {
  let address: string | undefined = start;
  while (address !== undefined) {
    const response: Response = await fetch(address);
    if (!response.ok) {
      throw new Error(`${address}: ${response.statusText}`);
    }
    const page: Page<T> = await response.json();
    yield* page.items;
    address = page.next;
  }
}

type Book = { title: string; year: number };

for await (const book of pagesFrom<Book>("/api/books?sort=year")) {
  if (book.year > 1900) break;
  console.log(`${book.title} (${book.year})`);
}
