from functools import cache


@cache
def stairs(steps: int) -> int:
    """Ways to climb by one step or by two."""
    return 1 if steps < 2 else stairs(steps - 1) + stairs(steps - 2)
