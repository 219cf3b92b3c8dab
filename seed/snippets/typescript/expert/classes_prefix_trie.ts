interface Node {
  word?: string;
  next: Map<string, Node>;
}

export class Trie {
  readonly #root: Node = { next: new Map() };

  add(word: string): this {
    let node = this.#root;
    for (const letter of word.toLowerCase()) {
      const child = node.next.get(letter) ?? { next: new Map() };
      node.next.set(letter, child);
      node = child;
    }
    node.word = word;
    return this;
  }

  *startingWith(prefix: string): Generator<string> {
    let node: Node | undefined = this.#root;
    for (const letter of prefix) node = node?.next.get(letter);
    const stack = node ? [node] : [];
    for (let top = stack.pop(); top; top = stack.pop()) {
      if (top.word) yield top.word;
      stack.push(...[...top.next.values()].reverse());
    }
  }
}
