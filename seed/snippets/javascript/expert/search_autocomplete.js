export class Autocomplete {
  #root = { children: {}, hits: [] };

  constructor(entries = [], { limit = 8 } = {}) {
    this.limit = limit;
    entries.forEach(([phrase, weight]) => this.add(phrase, weight));
  }

  add(phrase, weight = 1) {
    let node = this.#root;
    for (const char of phrase.toLowerCase()) {
      node = node.children[char] ??= { children: {}, hits: [] };
      node.hits = [...node.hits, { phrase, weight }]
        .sort((a, b) => b.weight - a.weight)
        .slice(0, this.limit);
    }
    return this;
  }

  suggest(prefix) {
    const node = [...prefix.toLowerCase()].reduce(
      (found, char) => found?.children[char],
      this.#root,
    );
    return node?.hits.map(({ phrase }) => phrase) ?? [];
  }
}
