"""What discussions are about, and what all of their modules share.

Law: whatever is said about a thing exists for those alone who may see the thing. So each post is looked at through the
finder of its subject, every time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from server.discussions.cards import FindCards
from server.discussions.reading_markdown import blocks_of_post
from server.infra.markdown import TextBlock
from server.infra.postgres import Connection, Pool
from server.infra.ratelimit import Limits
from server.infra.web import Principal, Problem

NO_SUBJECT = 404, "discussion/no-such-subject"

LONGEST_CALLED = 80  # characters
READERS = 1  # texts that are read at a time: each takes a thread, and the interpreter from games

Read = Callable[[str], tuple[TextBlock, ...]]
Find = Callable[[Pool | Connection, Principal | None, str], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing that posts are about: `on=kind:key`. `find` turns a key into the value of `column` of posts, and
    that into itself; None for what the caller, who may be nobody, does not see. `is_hidden`, in SQL of post p: whether
    it is hidden for good, so that nobody is told what is said about it. `called`, likewise: how those who are told of
    answers know it; `is_seen`, also of a `reader`: whether they see it."""

    kind: str
    column: str
    find: Find
    is_hidden: str = "false"
    called: str = "NULL"
    is_seen: str = "true"


def no_subject() -> Problem:
    return Problem(*NO_SUBJECT, "What this is about was not found, or is not for you to see.")


class Discussions:
    def __init__(self, pg: Pool, limits: Limits, subjects: Sequence[Subject], cards: FindCards) -> None:
        self.pg, self.limits, self.cards = pg, limits, cards
        self.subjects: Mapping[str, Subject] = {one.kind: one for one in subjects}
        self._readers = asyncio.Semaphore(READERS)

    async def found(self, connection: Pool | Connection, caller: Principal | None, on: str) -> tuple[Subject, str]:
        """The subject, and the value of its column. Raises Problem 404."""
        kind, _, key = on.partition(":")
        subject = self.subjects.get(kind)
        found = await subject.find(connection, caller, key) if subject is not None else None
        if subject is None or found is None:
            raise no_subject()
        return subject, found

    async def blocks(self, text: str, read: Read = blocks_of_post) -> tuple[TextBlock, ...]:
        """What a text says, which is tidied unless `read` does it."""
        async with self._readers:
            return await asyncio.to_thread(read, text)

    @property
    def about(self) -> str:
        """In SQL, of post p: what it is about, as `on` names it."""
        subjects = self.subjects.values()
        cases = [f"WHEN p.{one.column} IS NOT NULL THEN '{one.kind}:' || p.{one.column}" for one in subjects]
        return f"(CASE {' '.join(cases)} END)"

    @property
    def called(self) -> str:
        """In SQL, of post p: how people know what it is about, or NULL."""
        cases = [f"WHEN p.{one.column} IS NOT NULL THEN {one.called}" for one in self.subjects.values()]
        return f"left(CASE {' '.join(cases)} END, {LONGEST_CALLED})"

    @property
    def is_seen(self) -> str:
        """In SQL, of post p and a reader: whether they see what it is about."""
        cases = [f"WHEN p.{one.column} IS NOT NULL THEN {one.is_seen}" for one in self.subjects.values()]
        return f"(CASE {' '.join(cases)} END)"

    @property
    def is_hidden(self) -> str:
        """In SQL, of post p: whether what it is about is hidden for good."""
        return f"({' OR '.join(one.is_hidden for one in self.subjects.values())})"
