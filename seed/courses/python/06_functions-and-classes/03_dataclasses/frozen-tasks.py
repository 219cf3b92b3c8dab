from dataclasses import dataclass, replace
from enum import StrEnum


class Status(StrEnum):
    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Task:
    title: str
    status: Status = Status.OPEN

    def finished(self) -> "Task":
        return replace(self, status=Status.DONE)


print(Task("water the plants").finished())
