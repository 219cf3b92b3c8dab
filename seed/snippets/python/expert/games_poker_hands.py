from collections import Counter

RANKS = "23456789TJQKA"
NAMES = {
    (4, 1): "four of a kind",
    (3, 2): "full house",
    (3, 1, 1): "three of a kind",
    (2, 2, 1): "two pairs",
    (2, 1, 1, 1): "a pair",
}


def name_hand(hand: str) -> str:
    """What a hand such as 'TH JH QH KH AH' is worth."""
    cards = hand.upper().split()
    values = sorted(RANKS.index(card[0]) for card in cards)
    flush = len({card[1] for card in cards}) == 1
    low = values[0]
    if values in ([0, 1, 2, 3, 12], [*range(low, low + 5)]):
        if flush:
            return f"{'royal' if low == 8 else 'straight'} flush"
        return "straight"
    shape = tuple(sorted(Counter(values).values(), reverse=True))
    return "flush" if flush else NAMES.get(shape, f"{RANKS[values[-1]]} high")
