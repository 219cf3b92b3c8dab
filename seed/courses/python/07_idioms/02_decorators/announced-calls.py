from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def announced(function: Callable[P, R]) -> Callable[P, R]:
    """Say which function is called, and what it returned."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        print("calling", function.__name__)
        result = function(*args, **kwargs)
        print(function.__name__, "returned", repr(result))
        return result

    return wrapper
