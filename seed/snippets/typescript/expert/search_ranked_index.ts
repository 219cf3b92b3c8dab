const terms = (text: string) => text.toLowerCase().match(/\w+/g) ?? [];

export function indexed(documents: readonly string[]) {
  const postings = new Map<string, number[]>();
  for (const [id, text] of documents.entries()) {
    for (const term of terms(text)) {
      const hits = postings.get(term) ?? [];
      postings.set(term, [...hits, id]);
    }
  }
  return (query: string): string[] => {
    const scores = new Map<number, number>();
    for (const hits of terms(query).map((term) => postings.get(term) ?? [])) {
      const rarity = Math.log(1 + documents.length / new Set(hits).size);
      for (const id of hits) scores.set(id, (scores.get(id) ?? 0) + rarity);
    }
    const ranked = [...scores].sort(([, a], [, b]) => b - a);
    return ranked.map(([id]) => documents[id]!);
  };
}
