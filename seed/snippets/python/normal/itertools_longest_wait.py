from itertools import pairwise


def longest_wait(departures: list[int]) -> int:
    """Minutes between the two buses that are furthest apart."""
    times = sorted(departures)
    return max(later - sooner for sooner, later in pairwise(times))


print(longest_wait([15, 0, 50, 30]))
