"""The boards in Redis: writing, reading, removing players, and swapping in rebuilt boards.

Law: one call is one script, so nobody sees half of it. Every method raises one of REDIS_AWAY if Redis is away, and can
then be called again.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import orjson
from redis.asyncio import Redis

from game.terms import Metric
from server.leaderboards import scripts
from server.leaderboards.board import Board, Entry, PeriodSpan, all_boards, boards_entered, spans_of
from server.leaderboards.keys import BoardKeys
from server.leaderboards.standings import Move, Slice, Standing, Window

GRACE = timedelta(hours=1)  # a board outlives its period by this much, for readers whose clock is behind
BESIDE_S = 4 * 3600  # an unfinished new board expires after this; longer than any rebuild
GONE_S = 24 * 3600  # long after any game that ended before its player was deleted can still be written
REBUILD_LOCK_MS = 60_000  # how long a rebuild that died blocks the next one; `hold_rebuild` renews it
METRICS = tuple(Metric)  # the order of an entry's packed scores
WRITES_A_SCRIPT = 500  # some five milliseconds; others should not wait longer for Redis


class RebuildLost(Exception):
    """Another rebuild is running, or has taken over."""


class BoardEvicted(Exception):
    """Redis holds less of a board than was written to it."""


class Store:
    """`prefix` is the setting `redis_prefix`."""

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis = redis
        self._keys = BoardKeys(prefix)

    async def write(self, entries: Iterable[Entry], now: datetime) -> list[Move]:
        """Put each entry on every board whose period is not over at `now`, and on the boards of a running rebuild.

        Returns how places changed, or nothing if more than MOST_MOVES changed at once.
        """
        groups: dict[tuple[Any, ...], list[Entry]] = defaultdict(list)
        for entry in entries:
            spans = tuple(span for span in spans_of(entry.counts_at) if not span.is_over(now))
            groups[entry.language, entry.difficulty, spans, entry.ladder].append(entry)
        return [
            move
            for entered, group in groups.items()
            for move in await self._write(_targets(self._keys, *entered), group, token="")
        ]

    async def write_beside(self, entries: Iterable[Entry], metric: Metric, span: PeriodSpan, token: str) -> None:
        """Put each entry of `span` on the rebuild's boards of `metric` and `span`. Raises RebuildLost."""
        groups: dict[tuple[Any, ...], list[Entry]] = defaultdict(list)
        for entry in entries:
            groups[entry.language, entry.difficulty, (span,), entry.ladder, (metric,)].append(entry)
        for entered, group in groups.items():
            await self._write(_targets(self._keys, *entered), group, token)

    async def _write(self, targets: _Targets, entries: Sequence[Entry], token: str) -> list[Move]:
        if not targets.boards:
            return []  # of a daily whose day is over
        size = WRITES_A_SCRIPT // len(targets.boards)
        moves: list[Move] = []
        for start in range(0, len(entries), size):
            moves += await self._write_once(targets, entries[start : start + size], token)
        return moves

    async def _write_once(self, targets: _Targets, entries: Sequence[Entry], token: str) -> list[Move]:
        keys = [self._keys.rebuilding(), self._keys.gone(), self._keys.changes(), self._keys.sizes(), *targets.pairs]
        args: list[str | int] = [token, BESIDE_S, len(targets.boards), len(METRICS), *targets.arguments]
        for entry in entries:
            args += (entry.user_id, entry.result_id, *(entry.packed[metric] for metric in METRICS))
        told = await scripts.WRITE.run(self._redis, keys, args)
        if told == 0:
            raise RebuildLost
        return [
            Move(targets.boards[key], user_id, before or None, now)
            for key, user_id, before, now in (orjson.loads(told) if told else ())
        ]

    async def remove(self, user_id: str, now: datetime) -> None:
        """Take a user off every board, and keep games still being written from putting them back."""
        seconds = int(now.timestamp())
        await scripts.REMOVE.run(
            self._redis,
            [
                self._keys.rebuilding(),
                self._keys.gone(),
                self._keys.changes(),
                self._keys.sizes(),
                *self._pairs(all_boards(live_spans(now))),
            ],
            [user_id, seconds, seconds - GONE_S],
        )

    async def lower(self, user_id: str, bests: Mapping[Board, tuple[int, str]], now: datetime) -> None:
        """Take a user's places down to `bests`, by board `(packed score, result)`; off the boards that it lacks."""
        boards = all_boards(live_spans(now))
        args: list[str | int] = [user_id]
        for board in boards:
            args += bests.get(board, ("", ""))
        await scripts.LOWER.run(
            self._redis,
            [self._keys.rebuilding(), self._keys.changes(), self._keys.sizes(), *self._pairs(boards)],
            args,
        )

    async def gone(self) -> list[str]:
        """The users that were taken off lately and that no write puts back."""
        # redis types them as text
        members: list[bytes] = await self._redis.zrange(self._keys.gone(), 0, -1)  # type: ignore[assignment]
        return [user_id.decode() for user_id in members]

    async def readmit(self, user_ids: Sequence[str]) -> None:
        """Let games of these users be written again."""
        if user_ids:
            await self._redis.zrem(self._keys.gone(), *user_ids)

    async def tell(self, word: str) -> None:
        """Tell the boards' viewers to read again, and why, when the boards themselves have not changed."""
        await scripts.TELL.run(self._redis, [self._keys.changes()], [word])

    async def read(self, board: Board, window: Window) -> tuple[int | None, Slice]:
        """`(through, slice)`: the boards are known to be complete up to `through` (ms since 1970; None: no boards).
        Raises BoardEvicted."""
        through, version, total, offset, page, results, mine, is_whole = await scripts.PAGE.run(
            self._redis,
            self._read_from(board),
            [window.offset, window.limit, window.viewer_id or "", int(window.around_viewer)],
        )
        self._refuse_evicted(board, through, is_whole)
        places = [
            Standing(offset + i + 1, page[2 * i].decode(), int(page[2 * i + 1]), (result or b"").decode())
            for i, result in enumerate(results)
        ]
        own = Standing(mine[0] + 1, window.viewer_id or "", int(mine[1]), (mine[2] or b"").decode()) if mine else None
        return None if through is None else int(through), Slice(total, places, own, int(version))

    async def read_among(self, board: Board, window: Window, among: Sequence[str]) -> tuple[int | None, Slice]:
        """As `read`, of a board on which only these players stand: the cost is theirs, not the board's."""
        through, version, scores, results, is_whole = await scripts.AMONG.run(
            self._redis, self._read_from(board), among
        )
        self._refuse_evicted(board, through, is_whole)
        found = zip(among, scores, results, strict=True)
        standing = [(int(score), user, (result or b"").decode()) for user, score, result in found if score is not None]
        standing.sort(reverse=True)
        places = [Standing(rank, user, score, result) for rank, (score, user, result) in enumerate(standing, 1)]
        own = next((place for place in places if place.user_id == window.viewer_id), None)
        first = window.offset
        if window.around_viewer:
            first = 0 if own is None else max(0, min(own.rank - 1 - window.limit // 2, len(places) - window.limit))
        shown = places[first : first + window.limit]
        return None if through is None else int(through), Slice(len(places), shown, own, int(version))

    def _read_from(self, board: Board) -> list[str]:
        keys = self._keys
        return [keys.through(), keys.changes(), keys.board(board), keys.results(board), keys.sizes()]

    def _refuse_evicted(self, board: Board, through: bytes | None, is_whole: int) -> None:
        if through is not None and not is_whole:
            raise BoardEvicted(self._keys.board(board))

    async def through(self) -> int | None:
        value = await self._redis.get(self._keys.through())
        return None if value is None else int(value)

    async def advance(self, old: int, new: int) -> bool:
        """Record that the boards are complete up to `new`; False if `old` no longer holds: these are different
        boards."""
        keys = [self._keys.through(), self._keys.sizes()]
        return bool(await scripts.ADVANCE.run(self._redis, keys, [old, new, int(time.time())]))

    async def begin_rebuild(self, token: str) -> None:
        """From now on every write also goes to the new boards. Raises RebuildLost."""
        if not await self._redis.set(self._keys.rebuilding(), token, nx=True, px=REBUILD_LOCK_MS):
            raise RebuildLost

    async def hold_rebuild(self, token: str) -> None:
        """Renew the rebuild's lock. Raises RebuildLost."""
        if not await scripts.HOLD.run(self._redis, [self._keys.rebuilding()], [token, REBUILD_LOCK_MS]):
            raise RebuildLost

    async def finish_rebuild(self, token: str, now: datetime, through: int) -> None:
        """Swap all new boards for the live ones in one step. Raises RebuildLost."""
        boards = all_boards(spans_of(now))
        expiries = [_expires_at(board) for board in boards for _ in range(2)]
        keys = [self._keys.rebuilding(), self._keys.through(), self._keys.changes(), self._keys.sizes()]
        keys += self._pairs(boards)
        if not await scripts.SWAP.run(self._redis, keys, [token, through, *expiries]):
            raise RebuildLost

    async def abandon_rebuild(self, token: str, now: datetime) -> None:
        keys = [self._keys.rebuilding(), *self._pairs(all_boards(spans_of(now)))]
        await scripts.ABANDON.run(self._redis, keys, [token])

    def _pairs(self, boards: Iterable[Board]) -> list[str]:
        return _pairs(self._keys, boards)


def _pairs(keys: BoardKeys, boards: Iterable[Board]) -> list[str]:
    return [key for board in boards for key in (keys.board(board), keys.results(board))]


@dataclass(frozen=True, slots=True)
class _Targets:
    """The boards that one kind of game enters, by key, and what scripts.WRITE is told of them."""

    boards: Mapping[str, Board]
    pairs: Sequence[str]
    arguments: Sequence[int]


@lru_cache(maxsize=256)  # as of `boards_entered`
def _targets(keys: BoardKeys, *entered: Any) -> _Targets:
    """`entered` are the arguments of `boards_entered`."""
    boards = boards_entered(*entered)
    arguments = [one for board in boards for one in (METRICS.index(board.metric) + 1, _expires_at(board))]
    return _Targets({keys.board(board): board for board in boards}, _pairs(keys, boards), arguments)


def epoch_ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def age_s(through: int) -> float:
    """How long ago `through` was. It uses the time of day because another process may have written it."""
    return time.time() - through / 1000


def _expires_at(board: Board) -> int:
    """Seconds since 1970; 0 for never."""
    return 0 if board.span.end is None else int((board.span.end + GRACE).timestamp())


def live_spans(now: datetime) -> tuple[PeriodSpan, ...]:
    """The current spans, and those of a server whose clock has already reached the next day."""
    return tuple(dict.fromkeys((*spans_of(now), *spans_of(now + timedelta(days=1)))))
