"""One page of a list: what asks for it, and what comes back.

A list that may have millions of rows has pages by number at its beginning, and beyond them pages that go on after a
row: an offset reads all that it skips. What names a row follows from the list's order: mostly a time and an id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from server.infra.inputs import UUID_PATTERN, Query, described_or_empty, none_when_empty

Item = TypeVar("Item")

NUMBERED_PAGES = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """`total` counts the items of all pages."""

    items: list[Item]
    page: int
    per_page: int
    total: int


@dataclass(frozen=True, slots=True)
class LongPage(Generic[Item]):
    """`total` counts the items of all pages. `next` asks for the page after this one as `after`; null on the last."""

    items: list[Item]
    page: int
    per_page: int
    total: int
    next: str | None


class PageQuery(Query):
    """`?page=1&per_page=20`. The bound on page keeps OFFSET within a bigint and a scan within reason."""

    page: int = Field(1, ge=1, le=100_000)
    per_page: int = Field(20, ge=1, le=100)

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.per_page

    def page_of(self, items: Iterable[Item], total: int) -> Page[Item]:
        """The page that was asked for, with its items."""
        return Page(list(items), self.page, self.per_page, total)


def after_a_row(pattern: str) -> tuple[object, ...]:
    """What makes a field an `after` of this form: `Annotated[str | None, *after_a_row(PATTERN)]`."""
    form = described_or_empty(type="string", pattern=pattern)
    return StringConstraints(pattern=pattern), BeforeValidator(none_when_empty), form


class GoesOn(PageQuery):
    """`?page=101&after=…`. From page 101 on `after` is needed: the `next` of the page before. With it, the number says
    nothing but what the answer repeats. Whoever inherits this says what stands in `after`."""

    page: int = Field(1, ge=1, le=10_000_000)
    after: str | None = None

    @model_validator(mode="after")
    def _goes_on_after_a_row(self) -> Self:
        if self.after is None and self.page > NUMBERED_PAGES:
            raise ValueError(f"from page {NUMBERED_PAGES + 1} on, after is needed: the next of the page before")
        return self

    @property
    def limit(self) -> int:
        """One more than are shown: it tells whether a page follows."""
        return self.per_page + 1

    @property
    def offset(self) -> int:
        return 0 if self.after else super().offset

    def next_of(self, items: Sequence[Item], place: Callable[[Item], str]) -> tuple[list[Item], str | None]:
        """The items of the page and its `next`, of as many as `limit` asks for. `place`: what names an item."""
        found = list(items[: self.per_page])
        return found, place(found[-1]) if len(items) > self.per_page else None


def micros_of(at: datetime) -> int:
    """Microseconds since 1970: a time as it stands in an `after`."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def moment_of(micros: str) -> datetime:
    since_epoch: timedelta = timedelta(microseconds=int(micros))
    return _EPOCH + since_epoch


_AFTER = rf"^[0-9]{{1,16}}\.(?:{UUID_PATTERN})$"  # microseconds since 1970, and an id


class LongQuery(GoesOn):
    """Of a list by a time and an id."""

    after: Annotated[str | None, *after_a_row(_AFTER)] = None

    def from_here(self, at: str, id_: str, first: int) -> tuple[str, list[Any]]:
        """A condition on the columns `at` and `id_`, in whose descending order the list is, and its parameters,
        numbered from `first`."""
        if self.after is None:
            return "true", []
        micros, _, last = self.after.partition(".")
        return f"({at}, {id_}) < (${first}::timestamptz, ${first + 1}::uuid)", [moment_of(micros), last]

    def long_page_of(
        self, items: Sequence[Item], total: int, place: Callable[[Item], tuple[datetime, str]]
    ) -> LongPage[Item]:
        """Of as many items as `limit` asks for. `place`: an item's columns of `from_here`."""

        def named(item: Item) -> str:
            at, id_ = place(item)
            return f"{micros_of(at)}.{id_}"

        found, following = self.next_of(items, named)
        return LongPage(found, self.page, self.per_page, total, following)
