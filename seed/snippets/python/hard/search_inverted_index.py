import re
from collections import defaultdict


class Index:
    def __init__(self, pages: dict[str, str]) -> None:
        self.pages_of: dict[str, set[str]] = defaultdict(set)
        for name, text in pages.items():
            for word in re.findall(r"\w+", text.lower()):
                self.pages_of[word].add(name)

    def search(self, query: str) -> set[str]:
        words = query.lower().split()
        found = [self.pages_of.get(word, set()) for word in words]
        return set.intersection(*found) if found else set()
