"""The one writer of a process's games.

Laws:
- A game is written FLUSH_S after it changed; one whose clock runs or whose player is there, at least every LOOK_S, any
  other every LOOK_AT_LEFT_S. So it is also noticed that the journal lost a game, or that another process took it.
- One write at a time, on a line of its own, of at most COHORT_WEIGHT: no round holds the event loop.
- A game stays marked until its write is confirmed. Each answer is settled for itself.
- While Redis is away nobody waits for it.
"""

from __future__ import annotations

import asyncio
import hashlib
import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import NoScriptError

from server.infra import metrics
from server.infra.redis import REDIS_AWAY, Line
from server.infra.redis_cluster import ON_ITS_WAY
from server.play.core.tape import RECORD_BYTES
from server.play.journal.scripts import MISSING, OTHER_EPOCH, WRITE
from server.play.journal.written import Piece, cut
from server.play.lease import ALIVE_MS, Lease
from server.play.live import LiveGame

log = structlog.get_logger(__name__)

FLUSH_S: Final = 0.25
TICK_S: Final = 0.025
LOOK_S: Final = 1.0
LOOK_AT_LEFT_S: Final = 5.0
AWAY_RETRY_S: Final = 0.5
FAULT_RETRY_S: Final = 1.0  # for a game whose own journal answers an error
WAIT_S: Final = 1.0  # for a start or an end
COHORT_WEIGHT: Final = 100  # a game with some keys weighs 1; about a millisecond
TIMEOUT_S: Final = 0.8  # a Redis that hangs is known to be away before those who wait give up
KEPT_S: Final = 24 * 60 * 60  # far longer than a game can be resumed, and than any outage worth riding out

_SHA: Final = hashlib.sha1(WRITE.encode(), usedforsecurity=False).hexdigest()


class JournalWriter:
    """`away` says whether Redis answered last. `on_lost` is told of each game that another process has taken. Each
    write is a sign of life, and renews the `lease`. `prefix` is that of one shard (writers.py)."""

    def __init__(self, redis: Redis, prefix: str, process: str, now_s: Callable[[], float]) -> None:
        self.away = False
        self.on_lost: Callable[[LiveGame], None] = lambda game: None
        self.lease = Lease()
        self._line = Line(redis, TIMEOUT_S, key=prefix)
        self._server: str | None = None
        self._now_s = now_s
        self._suspected_s = -LOOK_S
        self._head = (prefix, KEPT_S, process, ALIVE_MS, RECORD_BYTES)
        self._alive = f"{prefix}alive:{process}"  # the first key that a write touches: who has not its slot says so
        self._games: set[LiveGame] = set()
        self._at_once: dict[LiveGame, None] = {}
        # When each is due. The order of insertion is the order of time, as each list has one delay.
        self._unwritten: dict[LiveGame, float] = {}
        self._looks: dict[LiveGame, float] = {}
        self._looks_at_left: dict[LiveGame, float] = {}
        self._oldest_due_s = math.inf  # of the games that are being written because they changed
        self._waiting: dict[LiveGame, list[asyncio.Future[bool]]] = {}
        self._turn = asyncio.Lock()
        self._woken = asyncio.Event()

    # ------------------------------------------------------------ what has to be written

    @property
    def unwritten(self) -> set[LiveGame]:
        return {*self._at_once, *self._unwritten}

    def away_for(self, _: LiveGame) -> bool:
        """Whether the server that has the game's journal did not answer last."""
        return self.away

    def has_written(self, game: LiveGame) -> bool:
        """Whether the journal is known to have all of the game."""
        is_marked = game in self._unwritten or game in self._at_once
        return game.written.is_held and not is_marked and not self.away and game.session.d == game.session.s

    def add(self, game: LiveGame) -> None:
        """A game that is here from now on."""
        self._games.add(game)
        self.mark(game)

    def drop(self, game: LiveGame) -> None:
        """A game that is no longer here."""
        self._games.discard(game)
        for marked in (self._at_once, self._unwritten, self._looks, self._looks_at_left):
            marked.pop(game, None)

    def mark(self, game: LiveGame) -> None:
        """The game differs from its journal."""
        if game not in self._unwritten and game in self._games:
            self._unwritten[game] = self._now_s() + FLUSH_S

    async def written(self, game: LiveGame) -> bool:
        """Write the game as it is now, before others. False: after WAIT_S it was not known to be written; the writer
        goes on trying. Returns at once while Redis is away."""
        if self.away or game.written.is_elsewhere:
            return False
        held: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(game, []).append(held)
        self._at_once[game] = None
        self._woken.set()
        try:
            async with asyncio.timeout(WAIT_S):
                return await held
        except TimeoutError:
            return False

    async def release(self, games: Sequence[LiveGame]) -> bool:
        """Write games for the last time, and tell that this process has them no longer. As `written`."""
        for game in games:
            game.written.is_releasing = True
        try:
            return all(await asyncio.gather(*map(self.written, games)))
        finally:
            for game in games:
                game.written.is_releasing = False
                if game not in self._games:
                    self.drop(game)

    # ------------------------------------------------------------ writing

    async def run(self) -> None:
        """Write what is due, for ever."""
        while True:
            await self._sleep()
            try:
                async with self._turn:
                    while await self._write_cohort(self._now_s()):
                        pass
            except Exception:
                log.exception("journal_writer_failed")

    async def _sleep(self) -> None:
        if self.away:
            await asyncio.sleep(AWAY_RETRY_S)
            return
        try:
            async with asyncio.timeout(TICK_S):
                await self._woken.wait()
        except TimeoutError:
            return

    async def flush(self) -> None:
        """Write everything that is unwritten, due or not; what is marked meanwhile too, unless Redis is away."""
        async with self._turn:
            while await self._write_cohort(self._now_s() + FLUSH_S):
                pass

    async def flush_all(self) -> None:
        """Write every game, changed or not."""
        for game in self._games:
            self.mark(game)
        await self.flush()

    async def close(self) -> None:
        await self._line.close()

    def _next(self, until_s: float) -> LiveGame | None:
        if self._at_once:
            game = next(iter(self._at_once))
            del self._at_once[game]
            return game
        for marked in (self._unwritten, self._looks, self._looks_at_left):
            for game, due_s in marked.items():
                if due_s > until_s:
                    break
                del marked[game]
                if marked is self._unwritten:
                    self._oldest_due_s = min(self._oldest_due_s, due_s or until_s)
                return game
        return None

    async def _write_cohort(self, until_s: float) -> bool:
        """Whether there was something to write, and Redis took it."""
        self._woken.clear()
        self._oldest_due_s = math.inf
        now_ms, weight = int(self._now_s() * 1000), 0
        arguments: list[str | bytes | int] = [*self._head]
        pieces: list[Piece] = []
        while weight < COHORT_WEIGHT and (game := self._next(until_s)) is not None:
            self._unwritten.pop(game, None)
            whole = len(arguments)
            try:
                piece = cut(game, now_ms, arguments, self._waiting.get(game))
            except Exception:  # our bug: it costs this game its journal, and no other
                log.exception("journal_not_cut", session=game.row.id)
                del arguments[whole:]
                self._put_off(game)
                continue
            if piece.waiting is not None:
                del self._waiting[game]
            pieces.append(piece)
            weight += piece.weight
        if not pieces:
            return self.away and await self._is_back()
        answers: Sequence[Any] | None = None
        sent_s = self.lease.now_s()
        try:
            with metrics.JOURNAL_SECONDS.time():
                answers = await self._call(arguments)
            self.lease.renewed(sent_s)
        except REDIS_AWAY as error:
            self._went_away(error)
            return False
        finally:
            if answers is None:
                self._not_written(pieces)
        now_s = self._now_s()
        if self._oldest_due_s < math.inf:
            metrics.JOURNAL_DELAY_SECONDS.observe(now_s - self._oldest_due_s + FLUSH_S)
        if self._came_back():
            for piece in pieces:
                self._keep_waiting(piece)
                self._again(piece.game)
            return True
        for piece, answer in zip(pieces, answers, strict=True):
            self._settle(piece, answer, now_s)
        return True

    async def _call(self, arguments: list[str | bytes | int]) -> Sequence[Any]:
        try:
            answers: Sequence[Any] = await self._line.call("EVALSHA", _SHA, 1, self._alive, *arguments)
        except NoScriptError:
            answers = await self._line.call("EVAL", WRITE, 1, self._alive, *arguments)
        return answers

    # ------------------------------------------------------------ answers

    def _settle(self, piece: Piece, answer: Any, now_s: float) -> None:
        game, written = piece.game, piece.game.written
        if answer == piece.number:
            written.is_held = True
            written.keys, written.waves = piece.keys, piece.waves
            if piece.s is None:
                self._again(game)
                return
            game.session.journalled(piece.s)
            if game in self._games:
                looks, rests = self._looks, self._looks_at_left
                delay_s = LOOK_S
                if game.connection is None and not game.session.running:
                    looks, rests, delay_s = rests, looks, LOOK_AT_LEFT_S
                rests.pop(game, None)
                looks.pop(game, None)
                looks[game] = now_s + delay_s
            _tell(piece.waiting, True)
        elif answer == OTHER_EPOCH:
            written.is_elsewhere = True
            _tell(piece.waiting, False)
            if game in self._games:
                self.drop(game)
                self.on_lost(game)
        elif answer == MISSING:
            log.warning("journal_lost_a_game", session=game.row.id)
            metrics.JOURNALS_LOST.inc()
            written.forget()
            self._keep_waiting(piece)
            self._again(game)
            if now_s >= self._suspected_s + LOOK_S:
                self._suspected_s = now_s
                for other in self._games:  # what lost one has perhaps lost all
                    self.mark(other)
        elif ON_ITS_WAY in str(answer):  # to another master; what of it is there already cannot be read here
            self._keep_waiting(piece)
            self._put_off(game)
        else:
            log.error("journal_not_written", session=game.row.id, answer=str(answer))
            if "WRONGTYPE" in str(answer):
                written.forget()
            self._keep_waiting(piece)
            self._put_off(game)

    def _again(self, game: LiveGame) -> None:
        if game in self._games or game.written.is_releasing:
            self._at_once[game] = None

    def _put_off(self, game: LiveGame) -> None:
        if game in self._games:
            self._looks.pop(game, None)
            self._looks[game] = self._now_s() + FAULT_RETRY_S

    def _keep_waiting(self, piece: Piece) -> None:
        if piece.waiting is not None:
            self._waiting.setdefault(piece.game, []).extend(piece.waiting)

    def _not_written(self, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            _tell(piece.waiting, False)
            if piece.game in self._games:
                self._unwritten[piece.game] = 0.0

    # ------------------------------------------------------------ away and back

    def _went_away(self, error: BaseException) -> None:
        if not self.away:
            log.warning("journal_away", error=str(error) or type(error).__name__)
            metrics.FAULTS.labels("redis").inc()
        self.away = True
        for waiting in self._waiting.values():
            _tell(waiting, False)
        self._waiting.clear()
        for game in self._at_once:
            if game in self._games:
                self._unwritten[game] = 0.0
        self._at_once.clear()

    async def _is_back(self) -> bool:
        try:
            await self._line.call("PING")
        except REDIS_AWAY:
            return False
        self._came_back()
        return True

    def _came_back(self) -> bool:
        """Whether Redis was started again."""
        if self.away:
            log.info("journal_back")
        self.away = False
        before, self._server = self._server, self._line.server
        if before is None or before == self._server:
            return False
        self.redis_was_started_again()
        return True

    def redis_was_started_again(self) -> None:
        """Perhaps with an older copy of what it had: write every game anew."""
        log.warning("journals_written_anew", games=len(self._games))
        for game in self._games:
            game.written.forget()
            self.mark(game)


def _tell(waiting: Sequence[asyncio.Future[bool]] | None, held: bool) -> None:
    for one in waiting or ():
        if not one.done():
            one.set_result(held)
