from collections.abc import Iterator
from math import isqrt


def primes(limit: int) -> Iterator[int]:
    for number in range(2, limit):
        divisors = range(2, isqrt(number) + 1)
        if all(number % divisor for divisor in divisors):
            yield number
