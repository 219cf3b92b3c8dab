import time
from contextlib import suppress
from functools import wraps


def retry(times: int, *errors: type[Exception], pause: float = 0.5):
    def decorate(function):
        @wraps(function)
        def wrapper(*args, **kwargs):
            for _ in range(times - 1):
                with suppress(*errors):
                    return function(*args, **kwargs)
                time.sleep(pause)
            return function(*args, **kwargs)

        return wrapper

    return decorate
