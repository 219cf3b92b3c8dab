from collections import Counter


def hint(secret: str, guess: str) -> str:
    """+ is in its place, ? is elsewhere in the word, - is not in it."""
    pairs = [*zip(secret, guess, strict=True)]
    left, marks = Counter(s for s, g in pairs if s != g), ""
    for s, g in pairs:
        marks += "+" if s == g else "?" if left[g] else "-"
        left[g] -= s != g and left[g] > 0
    return marks


def best_guess(words: set[str], hints: dict[str, str]) -> str:
    left = [w for w in words if all(hint(w, g) == h for g, h in hints.items())]
    worst = {g: max(Counter(hint(w, g) for w in left).values()) for g in left}
    return min(left, key=lambda guess: (worst[guess], guess))


words = {"crane", "slate", "trace", "grace", "brace"}
print(best_guess(words, {"slate": "--+-+"}))
