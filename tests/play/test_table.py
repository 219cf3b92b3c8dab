"""play.table: what follows from a reply, with a clock that the test turns."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, cast

import orjson
import pytest
from redis.asyncio import Redis

from game.terms import Difficulty, EndReason, Language, Mode
from game.wave import Wave
from server.play.core.budget import LAG_QUOTA_MS
from server.play.core.protocol import Resume
from server.play.core.session import PlaySession
from server.play.journal.writer import JournalWriter
from server.play.live import LiveGame, new_session
from server.play.rows import GameRow
from server.play.table import Table
from server.play.waves import GivenWaves
from server.settings import Settings
from tests.play.games import DUE_MS, KEYS, keys, wave

ROW = GameRow(
    id="11111111-1111-4111-8111-111111111111",
    user_id="22222222-2222-4222-8222-222222222222",
    session_token="33333333-3333-4333-8333-333333333333",
    mode=Mode.SOLO,
    language=Language.PYTHON,
    difficulty=Difficulty.NORMAL,
    started_at=datetime(2026, 1, 1, tzinfo=UTC),
    ended_at=None,
    updated_at=datetime(2026, 1, 1, tzinfo=UTC),
    own={"focus": None},
)


class _Timer:
    def __init__(self, when_s: float, ring: Callable[[], object]) -> None:
        self._when_s, self.ring = when_s, ring
        self.cancelled = False

    def when(self) -> float:
        return self._when_s

    def cancel(self) -> None:
        self.cancelled = True


class TurnedClock:
    """Stands until it is turned to a time; rings what is due on the way."""

    def __init__(self) -> None:
        self._now_s = 0.0
        self.timers: list[_Timer] = []

    def time(self) -> float:
        return self._now_s

    def call_at(self, when: float, callback: Callable[..., object], *args: Any) -> asyncio.TimerHandle:
        timer = _Timer(when, lambda: callback(*args))
        self.timers.append(timer)
        return cast(asyncio.TimerHandle, timer)

    def turn_to(self, now_ms: int) -> None:
        while due := [timer for timer in self.timers if not timer.cancelled and timer.when() <= now_ms / 1000]:
            first = min(due, key=_Timer.when)
            self.timers.remove(first)
            self._now_s = max(self._now_s, first.when())
            first.ring()
        self._now_s = now_ms / 1000

    @property
    def armed(self) -> int:
        return sum(not timer.cancelled for timer in self.timers)


class Seen:
    """A connection that keeps what it is sent."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []
        self.last_heard_s = 0.0
        self.is_closed = False

    def send(self, frames: Sequence[bytes]) -> None:
        self.frames += map(orjson.loads, frames)

    def close(self, code: int) -> None:
        self.is_closed = True

    def is_slow(self) -> bool:
        return False

    def drain(self) -> None:
        self.close(4001)

    def kinds(self) -> list[str]:
        return [frame["t"] for frame in self.frames]


@pytest.fixture(params=["picows"])  # no socket is opened here
def settings(settings: Settings) -> Settings:
    return settings


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def table(clock: TurnedClock, redis: Redis, settings: Settings) -> Table:
    return Table(JournalWriter(redis, settings.redis_prefix, "process", clock.time), clock)


def seat(table: Table, waves: Sequence[Wave] = (wave(1), wave(2), wave(3))) -> tuple[LiveGame, Seen]:
    """A game with a player, its clock standing."""
    session: PlaySession = new_session(ROW, "epoch")
    session.clear_after(len(waves))
    for one in waves:
        session.offer(one, 0)
    game, seen = LiveGame(ROW, session, GivenWaves(waves), left_at_s=0), Seen()
    table.add(game)
    game.connection = seen
    table.heard(game, session.connect(None, 0))
    return game, seen


async def test_a_hit_comes_when_it_is_due_by_one_timer(table: Table, clock: TurnedClock) -> None:
    game, seen = seat(table)
    table.heard(game, game.session.go(0))
    clock.turn_to(DUE_MS[0] + LAG_QUOTA_MS - 1)
    assert "hit" not in seen.kinds()
    clock.turn_to(DUE_MS[0] + LAG_QUOTA_MS)
    assert seen.kinds()[-1] == "hit"
    assert clock.armed == 1


async def test_after_a_resume_that_moved_the_clock_a_hit_comes_when_it_is_due(table: Table, clock: TurnedClock) -> None:
    """The timer of the run before the drop would ring two seconds late."""
    game, seen = seat(table)
    table.heard(game, game.session.go(0))
    clock.turn_to(2_000)
    table.leave(game, seen, our_fault=False)
    clock.turn_to(2_100)
    game.connection = seen
    table.heard(game, game.session.connect(Resume("epoch", 0, 2, 1), table.now_ms()))
    table.heard(game, game.session.keys(keys(1, "a", at_ms=4_000), table.now_ms()))  # pressed before the drop
    table.heard(game, game.session.go(table.now_ms()))
    due_ms = 2_100 + DUE_MS[0] - 4_000 + LAG_QUOTA_MS
    clock.turn_to(due_ms - 1)
    assert "hit" not in seen.kinds()
    clock.turn_to(due_ms)
    assert seen.kinds()[-1] == "hit"
    assert clock.armed == 1


async def test_a_timer_that_rings_early_because_of_a_pause_rings_again(table: Table, clock: TurnedClock) -> None:
    game, seen = seat(table)
    table.heard(game, game.session.go(0))
    clock.turn_to(1_000)
    table.heard(game, game.session.pause(table.now_ms()))
    clock.turn_to(5_000)
    table.heard(game, game.session.go(table.now_ms()))
    clock.turn_to(DUE_MS[0] + 4_000 + LAG_QUOTA_MS - 1)
    assert "hit" not in seen.kinds()
    clock.turn_to(DUE_MS[0] + 4_000 + LAG_QUOTA_MS)
    assert seen.kinds()[-1] == "hit"


async def test_only_what_changed_goes_to_the_journal(table: Table) -> None:
    game, _ = seat(table)
    table.heard(game, game.session.keys(keys(1, "a"), 0))
    assert table.writer.unwritten == {game}
    await table.writer.flush()
    table.heard(game, game.session.keys(keys(1, "a"), 0))
    assert table.writer.unwritten == set()


async def test_a_game_that_is_over_is_saved_once(table: Table) -> None:
    saved: list[LiveGame] = []

    async def finish(game: LiveGame) -> None:
        saved.append(game)

    table.when_over(finish)
    game, _ = seat(table, [wave(1)])
    table.heard(game, game.session.keys(keys(1, KEYS), 0))
    table.heard(game, game.session.end(EndReason.QUIT, 1))
    assert game.saving is not None
    await game.saving
    assert saved == [game]


async def test_a_game_that_was_let_go_is_judged_no_more(table: Table, clock: TurnedClock) -> None:
    game, seen = seat(table)
    table.heard(game, game.session.go(0))
    table.let_go(game)
    clock.turn_to(60_000)
    assert "hit" not in seen.kinds()
    assert table.games() == []
