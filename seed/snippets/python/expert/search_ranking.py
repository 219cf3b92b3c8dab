import re
from collections import Counter
from math import log


def rank(query: str, pages: dict[str, str]) -> list[tuple[str, float]]:
    """Pages by how much of them is the query's words, rare ones most."""
    counts = {
        name: Counter(re.findall(r"[a-z0-9']+", text.lower()))
        for name, text in pages.items()
    }
    rarity = {
        word: log(len(pages) / hits)
        for word in set(query.lower().split())
        if (hits := sum(word in count for count in counts.values()))
    }
    scores = {
        name: sum(rarity.get(w, 0) * n for w, n in c.items()) / c.total()
        for name, c in counts.items()
        if c
    }
    found = [(name, s) for name, s in scores.items() if s > 0]
    return sorted(found, key=lambda pair: pair[1], reverse=True)
