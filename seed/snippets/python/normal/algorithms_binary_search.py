def find(ordered: list[int], wanted: int) -> int | None:
    low, high = 0, len(ordered)
    while low < high:
        middle = (low + high) // 2
        if ordered[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low if ordered[low : low + 1] == [wanted] else None
