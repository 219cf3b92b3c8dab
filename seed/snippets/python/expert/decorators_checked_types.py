import inspect
from functools import wraps
from typing import get_type_hints


def checked(function):
    signature, hints = inspect.signature(function), get_type_hints(function)

    @wraps(function)
    def wrapper(*args, **kwargs):
        bound = signature.bind(*args, **kwargs)
        for name, value in bound.arguments.items():
            hint = hints.get(name, object)
            if isinstance(hint, type) and not isinstance(value, hint):
                raise TypeError(f"{name}={value!r} is no {hint.__name__}")
        return function(*args, **kwargs)

    return wrapper


@checked
def repeat(text: str, times: int = 2, sep: str = ", ") -> str:
    return sep.join([text] * times)


print(repeat("tea", times=3, sep=" & "))
