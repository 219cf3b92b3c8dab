"""The end of a game: one transaction, once.

Laws:
- The session's row is locked first, so a game is saved once, however many processes try and however often; later
  attempts get the same result.
- The statistics row is locked before anything is counted, so concurrent games of one player add up.
- It is one transaction: a game is either closed, counted, stored with its keys and handed to the feed, or still open.
- Nearly always it is one statement, and so one round trip. While AT_ONCE of them are under way, games that end wait,
  and then go together by one, which costs PostgreSQL far less. A game goes alone, in a transaction of more statements,
  that meets another one of its player, to which an earlier one objects, that was saved before, that has no key, or that
  was in a statement with others that failed, for whatever reason. One that fails alone as well stays alone.
- Of those that go alone, ALONE_AT_ONCE are under way, each of another player: sixteen whose statement failed leave the
  pool's other connections to calls. A game whose player's rows are locked takes one of these turns for ATTEMPT_S at
  most, and its player's other games take none. So that many locked players delay every other game that goes alone by
  up to ATTEMPT_S, and more of them for longer: whose turn does not come within QUEUE_S tries again. Without the bound
  that took as many as the pool has connections, but then every call waited.

Absent on purpose: Redis (the caller writes the boards afterwards), and waiting for PostgreSQL to come back (the caller
keeps the game and tries again).
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

import asyncpg
import structlog

from game import scoring
from game.typed_waves import noted
from server.infra.postgres import POSTGRES_AWAY, QUEUE_S, Connection, Pool, within
from server.key_logs import LogToStore, is_compact, written
from server.results.columns import GameResult, derived_measures, derived_result, game_result
from server.results.fair_play import Rhythms, by_itself, rhythms_document, rhythms_of, with_verdict
from server.results.finished import FinishedGame, Judged
from server.results.ranking import RankCase, unranked_reason
from server.results.statements import CLOSE, KEPT, LOCK, SAVE

log = structlog.get_logger(__name__)

ATTEMPT_S = 5.0  # an attempt takes milliseconds, and may wait for another game of the same player
SHORT_KEYS = 2_000  # whose log is packed in less than a millisecond; longer ones are packed in a thread
BUSY = 4  # games that end at once: the logs of more are saved as JSON, and packed within the hour
ATTEMPTS = 5  # a deadlock is rare, two in a row rarer; after five, something else is wrong
AT_ONCE = 2  # statements: one is worked at while the other one is on its way, or waits for the disk
ALONE_AT_ONCE = 3  # with those two, half of a pool of ten
TOGETHER = 16  # games in one statement; of more, PostgreSQL's cost of each falls little


class SessionGone(LookupError):
    """This user has no such session (an idle guest was removed). The game can never be saved: drop it."""


async def record(pg: Pool, game: FinishedGame) -> GameResult | None:
    """As `Recorder.record`, of a game that ends by itself."""
    return await Recorder(pg).record(game)


class Recorder:
    """Saves the games of a process."""

    def __init__(self, pg: Pool) -> None:
        self._pg = pg
        self._games = 0  # that it saves at the moment
        self._waiting = deque[_Turn]()
        self._saving = set[asyncio.Task[None]]()
        self._alone_at_once = asyncio.Semaphore(ALONE_AT_ONCE)
        self._alone_of = WeakValueDictionary[str, asyncio.Lock]()  # by player
        self._waiting_alone = 0
        self._faulty = set[str]()  # sessions whose games cannot be saved, by our own bug; each is tried again

    @property
    def waiting(self) -> int:
        """How many games wait for their turn."""
        return len(self._waiting) + self._waiting_alone

    async def record(self, game: FinishedGame) -> GameResult | None:
        """Save `game` once and return its result, or None when no key was pressed: then there is none.

        Raises SessionGone, and one of POSTGRES_AWAY: then it is unknown whether the game was saved, and calling again
        is safe. PostgreSQL has ATTEMPT_S for each attempt, and each queue QUEUE_S.
        """
        self._games += 1
        try:
            key_log = await self._written(game)
            rhythms = rhythms_of(game)
            if game.totals.keys_pressed > 0 and game.session_id not in self._faulty:
                result = await self._in_turn(game, _ToSave(document(by_itself(game), rhythms, objects=True), *key_log))
                if result is not None:
                    return result
            return await self._alone(game, rhythms, key_log)
        finally:
            self._games -= 1

    async def _written(self, game: FinishedGame) -> LogToStore:
        """Compact, if that is the form, and if there is time: packing a log takes as long as the rest of the end."""
        with within(ATTEMPT_S):
            compact = await is_compact(self._pg) and self._games <= BUSY
        if not compact or game.totals.keys_pressed <= SHORT_KEYS:
            return written(game.key_log, compact=compact)
        return await asyncio.to_thread(written, game.key_log, compact=True)

    # ------------------------------------------------------------ with others

    async def _in_turn(self, game: FinishedGame, to_save: _ToSave) -> GameResult | None:
        """None: it has to go alone."""
        result: asyncio.Future[GameResult | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Turn(game.session_id, game.user_id, to_save, result, copy_context()))
        self._go_on()
        async with asyncio.timeout(QUEUE_S + ATTEMPT_S):
            return await result

    def _go_on(self) -> None:
        while len(self._saving) < AT_ONCE and (turns := self._next_turns()):
            saving = asyncio.create_task(self._save(turns), context=turns[0].context)
            self._saving.add(saving)
            saving.add_done_callback(self._is_over)

    def _is_over(self, saving: asyncio.Task[None]) -> None:
        self._saving.discard(saving)
        self._go_on()

    def _next_turns(self) -> list[_Turn]:
        """Each of another player; those whose callers have gone are left out."""
        taken: dict[str, _Turn] = {}
        left = deque[_Turn]()
        while self._waiting and len(taken) < TOGETHER:
            turn = self._waiting.popleft()
            if turn.user_id in taken:
                left.append(turn)
            elif not turn.result.done():
                taken[turn.user_id] = turn
        self._waiting.extendleft(reversed(left))
        return list(taken.values())

    async def _save(self, turns: list[_Turn]) -> None:
        saved: dict[str, GameResult] = {}
        failure: Exception | None = None
        try:
            with within(ATTEMPT_S):
                async with self._pg.acquire() as connection:
                    saved = {
                        one.session_id: one for one in await saved_by_one(connection, *(turn.to_save for turn in turns))
                    }
        except Exception as error:  # one of them may be at fault: alone, it fails alone, and tells its caller why
            if len(turns) == 1 and isinstance(error, POSTGRES_AWAY):
                failure = error
            elif len(turns) > 1:
                log.warning("saved_one_by_one", games=len(turns), exc_info=True)
        finally:
            for turn in turns:
                if turn.result.done():
                    continue
                if failure is not None:
                    turn.result.set_exception(failure)
                else:
                    turn.result.set_result(saved.get(turn.session_id))

    # ------------------------------------------------------------ alone

    async def _alone(self, game: FinishedGame, rhythms: Rhythms, key_log: LogToStore) -> GameResult | None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with self._turn_alone(game.user_id):
                    with within(ATTEMPT_S):
                        async with self._pg.acquire() as connection:
                            if game.totals.keys_pressed > 0:
                                game = await with_verdict(connection, game, rhythms)
                            result = await _record_locked(connection, game, rhythms, key_log)
                self._faulty.discard(game.session_id)
                return result
            except (asyncpg.SerializationError, asyncpg.DeadlockDetectedError):
                if attempt == ATTEMPTS:
                    raise
                await asyncio.sleep(random.uniform(0, 0.02 * 2**attempt))
            except Exception as error:
                if not isinstance(error, (*POSTGRES_AWAY, SessionGone)):
                    self._faulty.add(game.session_id)
                raise
        raise AssertionError("unreachable")

    @asynccontextmanager
    async def _turn_alone(self, user_id: str) -> AsyncIterator[None]:
        """Raises TimeoutError when it does not come."""
        async with AsyncExitStack() as turns:
            self._waiting_alone += 1
            try:
                async with asyncio.timeout(QUEUE_S):  # its player first: a game that waits for that holds no turn
                    await turns.enter_async_context(self._alone_of.setdefault(user_id, asyncio.Lock()))
                    await turns.enter_async_context(self._alone_at_once)
            finally:
                self._waiting_alone -= 1
            yield


class _ToSave(NamedTuple):
    """The parameters of SAVE, of one game."""

    document: dict[str, Any]
    key_log: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class _Turn:
    session_id: str
    user_id: str
    to_save: _ToSave
    result: asyncio.Future[GameResult | None]
    context: Context  # its caller's, for the trace of the statement; else it would be that of whoever was saved before


def document(game: FinishedGame, rhythms: Rhythms, *, objects: bool) -> dict[str, Any]:
    """What SAVE is told of a game, as JSON. `objects`: whether earlier games may object to it."""
    judging = game.evidence if objects else None
    return {
        "session_id": game.session_id,
        "user_id": game.user_id,
        "ended_at": game.ended_at,
        "is_completed": game.is_completed,
        "speed": None if judging is None else judging.net_wpm,
        "rhythms": rhythms_document(rhythms),
        "result": derived_result(judged(game, registered=True, disabled=False)),  # what its player lacks, SAVE knows
        "measures": derived_measures(game.measures),
        "note": None if game.waves is None else noted(game.waves),
    }


async def saved_by_one(connection: Connection, *games: _ToSave) -> list[GameResult]:
    """Saves them by one statement, and returns the results of those that it could save, in any order."""
    return [game_result(row) for row in await connection.fetch(SAVE, *map(list, zip(*games, strict=True)))]


async def _record_locked(
    connection: Connection, game: FinishedGame, rhythms: Rhythms, key_log: LogToStore
) -> GameResult | None:
    async with connection.transaction(isolation="read_committed"):
        session = await connection.fetchrow(LOCK, game.session_id, game.user_id)
        if session is None:
            raise SessionGone(game.session_id)
        if session["ended_at"] is not None:
            row = await connection.fetchrow(KEPT, game.session_id)
            return None if row is None else game_result(row)
        if game.totals.keys_pressed == 0:
            await connection.execute(CLOSE, game.session_id, game.ended_at, game.is_completed, *key_log)
            return None
        (result,) = await saved_by_one(connection, _ToSave(document(game, rhythms, objects=False), *key_log))
        return result  # the session is locked and open


def judged(game: FinishedGame, registered: bool, *, disabled: bool) -> Judged:
    """The figures of its row. `registered`: whether its player has an account, and not a guest's; `disabled`: whether
    that is disabled."""
    seconds = scoring.playtime_seconds(game.game_ms)
    reason = unranked_reason(
        RankCase(
            end_reason=game.end_reason,
            unranked_by_mode=game.unranked_by_mode,
            journal_lost=game.journal_lost,
            verdict=game.verdict,
            playtime_seconds=seconds,
            words_typed=game.totals.words_typed,
            pauses=game.pauses,
            paused_ms=game.paused_ms,
            disabled=disabled,
            registered=registered,
            rule=game.rank_rule,
        )
    )
    return Judged(game, seconds, reason)
