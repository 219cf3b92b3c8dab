import time
from functools import wraps


def timed(function):
    """Print how long each call of the function takes."""

    @wraps(function)
    def wrapper(*args, **kwargs):
        started = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            elapsed_ms = (time.perf_counter() - started) * 1000
            print(f"{function.__name__}: {elapsed_ms:.1f} ms")

    return wrapper
