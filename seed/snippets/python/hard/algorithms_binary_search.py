from collections.abc import Sequence


def binary_search(items: Sequence[int], wanted: int) -> int | None:
    """The index of a number in a sorted sequence, if it is there."""
    low, high = 0, len(items) - 1
    while low <= high:
        middle = (low + high) // 2
        if items[middle] == wanted:
            return middle
        if items[middle] < wanted:
            low = middle + 1
        else:
            high = middle - 1
    return None
