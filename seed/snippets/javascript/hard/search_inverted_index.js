const words = (text) => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

export function buildIndex(pages) {
  const index = new Map();
  for (const { url, body } of pages) {
    for (const word of words(body)) {
      index.set(word, (index.get(word) ?? new Set()).add(url));
    }
  }
  const urlsOf = (word) => index.get(word) ?? new Set();
  return (query) => {
    const [first, ...rest] = words(query).map(urlsOf);
    return rest.reduce((found, urls) => found.intersection(urls), first);
  };
}
