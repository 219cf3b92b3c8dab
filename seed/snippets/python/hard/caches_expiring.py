import time
from collections.abc import Callable
from functools import wraps


def cached_for(seconds: float) -> Callable:
    def decorate(function: Callable) -> Callable:
        kept: dict[tuple, tuple[float, object]] = {}

        @wraps(function)
        def wrapper(*args):
            now = time.monotonic()
            if args not in kept or now - kept[args][0] > seconds:
                kept[args] = (now, function(*args))
            return kept[args][1]

        return wrapper

    return decorate
