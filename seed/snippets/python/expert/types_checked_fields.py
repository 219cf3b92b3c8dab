from collections.abc import Callable
from typing import Any


class Checked:
    def __init__(self, passes: Callable[[Any], bool]) -> None:
        self.passes = passes

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = f"_{owner.__name__}__{name}"

    def __get__(self, one: Any, owner: type) -> Any:
        return self if one is None else getattr(one, self.name)

    def __set__(self, one: Any, value: Any) -> None:
        if not self.passes(value):
            raise ValueError(f"{self.name.lstrip('_')} = {value!r}")
        setattr(one, self.name, value)


class Booking:
    seats = Checked(lambda n: 0 < n <= 9)
    code = Checked(lambda c: len(c) == 6 and c.isalnum())

    def __init__(self, seats: int, code: str) -> None:
        self.seats, self.code = seats, code.upper()
