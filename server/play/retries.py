"""How long to wait before something that failed is tried again."""

RETRY_S = (0.2, 0.5, 1, 2, 5)  # then every 5 s


def retry_s(tries: int) -> float:
    """The wait after so many tries, counted from 0."""
    return RETRY_S[min(tries, len(RETRY_S) - 1)]
