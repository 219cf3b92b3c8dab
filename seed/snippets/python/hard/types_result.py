from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Result(Generic[T]):
    value: T | None = None
    error: str | None = None

    def then(self, step: "Callable[[T], Result[U]]") -> "Result[U]":
        if self.error is not None or self.value is None:
            return Result(error=self.error or "nothing to go on with")
        return step(self.value)
