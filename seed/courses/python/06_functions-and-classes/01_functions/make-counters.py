from collections.abc import Callable


def make_counter(step: int = 1) -> Callable[[], int]:
    count = 0

    def advance() -> int:
        nonlocal count
        count += step
        return count

    return advance


by_fives = make_counter(5)
print(by_fives(), by_fives(), by_fives())
