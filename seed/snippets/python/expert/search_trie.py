from collections.abc import Iterator
from heapq import nlargest


class Trie:
    def __init__(self, hits: dict[str, int]) -> None:
        self.hits, self.root = hits, {}
        for word in hits:
            node = self.root
            for letter in word:
                node = node.setdefault(letter, {})
            node[""] = word

    def _words(self, node: dict) -> Iterator[str]:
        for letter, child in node.items():
            yield from self._words(child) if letter else [child]

    def complete(self, prefix: str, most: int = 3) -> list[str]:
        node = self.root
        for letter in prefix:
            node = node.get(letter, {})
        return nlargest(most, self._words(node), key=lambda w: self.hits[w])


trie = Trie({"tea": 90, "ten": 12, "teapot": 33, "coffee": 120})
print({key: trie.complete(key) for key in ("te", "c", "x")})
