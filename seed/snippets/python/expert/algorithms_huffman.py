from collections import Counter
from heapq import heapify, heappop, heappush


def huffman(text: str) -> dict[str, str]:
    """A code of bits for each letter, short for those that are frequent."""
    heap = [(n, i, {c: ""}) for i, (c, n) in enumerate(Counter(text).items())]
    heapify(heap)
    while len(heap) > 1:
        (n, i, zeros), (m, _, ones) = heappop(heap), heappop(heap)
        codes = {
            letter: f"{bit}{code}"
            for bit, branch in enumerate((zeros, ones))
            for letter, code in branch.items()
        }
        heappush(heap, (n + m, i, codes))
    return heap[0][2]


codes = huffman(text := "she sells sea shells")
bits = "".join(codes[letter] for letter in text)
print(f"{len(bits)} bits, not {len(text) * 8}: {bits[:24]}...")
