from collections.abc import Iterator, Sequence


def pages(items: Sequence[str], size: int = 20) -> Iterator[Sequence[str]]:
    """Cut a long list into pages; the last may be shorter."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
