import time
from functools import wraps


def at_most_every(seconds):
    """Skip the calls that come too soon after the last one."""

    def decorate(function):
        allowed_at = 0.0

        @wraps(function)
        def wrapper(*args, **kwargs):
            nonlocal allowed_at
            now = time.monotonic()
            if now < allowed_at:
                return None
            allowed_at = now + seconds
            return function(*args, **kwargs)

        return wrapper

    return decorate


@at_most_every(0.5)
def save(text):
    print("saving", len(text), "characters")
