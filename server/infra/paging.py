"""One page of a list: what asks for it, and what comes back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import Field

from server.infra.inputs import Query

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """`total` counts the items of all pages."""

    items: list[Item]
    page: int
    per_page: int
    total: int


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
