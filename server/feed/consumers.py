"""What a feature hands in: a consumer of ended games, or periodic work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import ParamSpec, Protocol

from game.terms import Mode
from server.infra.postgres import Connection

EFFECT_LIMIT = timedelta(seconds=30)  # as long as one statement may take; a consumer handles one game at a time
WORK_LIMIT = timedelta(hours=1)  # its transaction is open that long, and keeps PostgreSQL from cleaning up behind it
MOST_TRIES = 10
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=1), timedelta(minutes=5)  # ten tries take about nine minutes
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Effect = Callable[[Connection, str], Awaitable[object]]
Together = Callable[[Connection, Sequence[str]], Awaitable[object]]
Delay = Callable[[int], timedelta]
P = ParamSpec("P")


class Around(Protocol):
    """`Tracing.around`."""

    def __call__(self, name: str, work: Callable[P, Awaitable[object]], /) -> Callable[P, Awaitable[object]]: ...


@dataclass(frozen=True, slots=True)
class Consumer:
    """Gets every result once. The result may be gone by then: then there is nothing to do.

    `effect(connection, result_id)` writes through that connection, whose transaction also ends the job. An effect
    elsewhere (Redis) has to be repeat-safe, since the process may die between it and the commit. A failure is
    counted and tried again, except for `away`: the errors of a server that is away, which make all of this consumer's
    jobs wait. `name` appears in the database, in the metrics and to admins.

    `together` is the effect of several results at once, all in one transaction. If it fails, each of them gets its
    `effect` alone, so that one poor result costs the others nothing.

    With `modes` it gets the games of those modes alone. `reads_notes`: its jobs keep the note of the process that ended
    the game (`note_of`), which may be missing.

    With `ended_games` false it gets nothing of ended games, but what `jobs.ask` writes for it in a transaction of
    another kind; then the subject is whatever that says.
    """

    name: str
    effect: Effect
    away: tuple[type[BaseException], ...] = ()
    together: Together | None = None
    ended_games: bool = True
    modes: Collection[Mode] = ()
    reads_notes: bool = False

    def within(self, around: Around) -> Consumer:
        """With what `around` puts around each of its effects."""
        name = f"feed {self.name}"
        together = None if self.together is None else around(name, self.together)
        return replace(self, effect=around(name, self.effect), together=together)


@dataclass(frozen=True, slots=True)
class Periodic:
    """Done once a turn in an installation: every `every`, counted from midnight UTC plus `offset`.

    `work(now)` may use connections of its own. Missed turns (no server ran) are made up for once. A turn that failed is
    tried again until the next is due, so doing one twice must do no harm.
    """

    name: str
    work: Callable[[datetime], Awaitable[object]]
    every: timedelta
    offset: timedelta = timedelta()

    def turn_after(self, at: datetime) -> datetime:
        past: timedelta = (at - _EPOCH - self.offset) % self.every
        return at - past + self.every

    def within(self, around: Around) -> Periodic:
        """With what `around` puts around each turn."""
        return replace(self, work=around(f"feed {self.name}", self.work))


def back_off(tries: int) -> timedelta:
    """How long to wait after try number `tries`, counted from 1: one second, then twice as long each time."""
    doublings: int = 2 ** (tries - 1)
    return min(FIRST_DELAY * doublings, LONGEST_DELAY)
