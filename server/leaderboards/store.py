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
from server.leaderboards.keys import BoardKeys, board_keys
from server.leaderboards.standings import Move, Slice, Standing, Window

GRACE = timedelta(hours=1)  # a board outlives its period by this much, for readers whose clock is behind
BESIDE_S = 4 * 3600  # an unfinished new board expires after this; longer than any rebuild
GONE_S = 24 * 3600  # long after any game that ended before its player was deleted can still be written
CLOCKS_APART = timedelta(minutes=2)  # of two servers of one installation
REBUILD_LOCK_MS = 60_000  # how long a rebuild that died blocks the next one; `hold_rebuild` renews it
METRICS = tuple(Metric)  # the order of an entry's packed scores
OTHERS_KEPT_S = 3600.0  # servers renew their boards' `through` every few minutes
KEYS_AT_ONCE = 1_000
UNKNOWN = ""  # the result of a place that Redis tells
WRITES_A_SCRIPT = 500  # some five milliseconds; others should not wait longer for Redis


class RebuildLost(Exception):
    """Another rebuild is running, or has taken over."""


class BoardEvicted(Exception):
    """Redis holds less of a board than was written to it."""


class Store:
    """`prefix` is the setting `redis_prefix`."""

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis = redis
        self._keys = board_keys(redis, prefix)

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
            for move in await self._write(_targets(self._keys, *entered), group)
        ]

    async def _write(self, targets: _Targets, entries: Sequence[Entry]) -> list[Move]:
        if not targets.boards:
            return []  # of a daily whose day is over
        size = WRITES_A_SCRIPT // len(targets.boards)
        moves: list[Move] = []
        for start in range(0, len(entries), size):
            moves += await self._write_once(targets, entries[start : start + size])
        return moves

    async def _write_once(self, targets: _Targets, entries: Sequence[Entry]) -> list[Move]:
        keys = [self._keys.rebuilding(), self._keys.gone(), self._keys.changes(), self._keys.sizes(), *targets.boards]
        args: list[str | int | bytes] = [BESIDE_S, len(targets.boards), len(METRICS), *targets.arguments]
        for entry in entries:
            args += (entry.user_id, member(entry.user_id), *(entry.packed[metric] for metric in METRICS))
        told = await scripts.WRITE.run(self._redis, keys, args)
        return [
            Move(targets.boards[key], user_id, before or None, now)
            for key, user_id, before, now in (orjson.loads(told) if told else ())
        ]

    async def write_beside(self, board: Board, rows: bytes, token: str, begun: datetime) -> None:
        """Put `rows`, scripts.ROW_BYTES each, on the board of a rebuild that began at `begun`. Raises RebuildLost."""
        since = int((begun - CLOCKS_APART).timestamp())
        keys = [self._keys.rebuilding(), self._keys.gone(), self._keys.board(board)]
        if not await scripts.FILL.run(self._redis, keys, [token, BESIDE_S, since, rows]):
            raise RebuildLost

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
                *map(self._keys.board, all_boards(live_spans(now))),
            ],
            [user_id, member(user_id), seconds, seconds - GONE_S],
        )

    async def lower(self, user_id: str, bests: Mapping[Board, int], now: datetime) -> None:
        """Take a user's places down to `bests`, packed scores by board; off the boards that it lacks."""
        boards = all_boards(live_spans(now))
        await scripts.LOWER.run(
            self._redis,
            [self._keys.rebuilding(), self._keys.changes(), self._keys.sizes(), *map(self._keys.board, boards)],
            [member(user_id), *(bests.get(board, "") for board in boards)],
        )

    async def raise_to(self, user_id: str, bests: Mapping[Board, int], now: datetime) -> None:
        """Take a user's places up to `bests`, packed scores by board, where the period is not over at `now`."""
        live = {board: packed for board, packed in bests.items() if not board.span.is_over(now)}
        keys = self._keys
        await scripts.RAISE.run(
            self._redis,
            [keys.rebuilding(), keys.gone(), keys.changes(), keys.sizes(), *map(keys.board, live)],
            [
                user_id,
                member(user_id),
                BESIDE_S,
                *(one for board, packed in live.items() for one in (packed, _expires_at(board))),
            ],
        )

    async def forget_other_releases(self, *, even_if_kept: bool = False) -> int:
        """Delete the boards of other releases, however large, unless a server keeps one of them; returns how many
        keys."""
        keys = [key async for key in self._redis.scan_iter(match=f"{self._keys.prefix}lb:*", count=1_000)]
        others = [key for key in keys if self._keys.is_of_another_release(key.decode())]
        if others and not even_if_kept and await self._are_kept(others):
            return 0
        for start in range(0, len(others), KEYS_AT_ONCE):
            await self._redis.unlink(*others[start : start + KEYS_AT_ONCE])
        return len(others)

    async def _are_kept(self, keys: Sequence[bytes]) -> bool:
        """Whether a server of their release has renewed their `through` lately, or rebuilds them."""
        for key in keys:
            if self._keys.is_rebuilding(key.decode()):
                return True
            if self._keys.is_through(key.decode()):
                through = await self._redis.get(key)
                if through is not None and age_s(int(through)) <= OTHERS_KEPT_S:
                    return True
        return False

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
        Which results the places are of, PostgreSQL knows. Raises BoardEvicted."""
        through, version, total, offset, page, mine, is_whole = await scripts.PAGE.run(
            self._redis,
            self._read_from(board),
            [
                window.offset,
                window.limit,
                member(window.viewer_id) if window.viewer_id else "",
                int(window.around_viewer),
            ],
        )
        self._refuse_evicted(board, through, is_whole)
        places = [
            Standing(offset + i // 2 + 1, _user(page[i]), int(page[i + 1]), UNKNOWN) for i in range(0, len(page), 2)
        ]
        own = Standing(mine[0] + 1, window.viewer_id or "", int(mine[1]), UNKNOWN) if mine else None
        return None if through is None else int(through), Slice(total, places, own, int(version))

    async def read_among(self, board: Board, window: Window, among: Sequence[str]) -> tuple[int | None, Slice]:
        """As `read`, of a board on which only these players stand: the cost is theirs, not the board's."""
        through, version, scores, is_whole = await scripts.AMONG.run(
            self._redis, self._read_from(board), [member(user_id) for user_id in among]
        )
        self._refuse_evicted(board, through, is_whole)
        standing = [(int(score), user) for user, score in zip(among, scores, strict=True) if score is not None]
        standing.sort(reverse=True)
        places = [Standing(rank, user, score, UNKNOWN) for rank, (score, user) in enumerate(standing, 1)]
        own = next((place for place in places if place.user_id == window.viewer_id), None)
        first = window.offset
        if window.around_viewer:
            first = 0 if own is None else max(0, min(own.rank - 1 - window.limit // 2, len(places) - window.limit))
        shown = places[first : first + window.limit]
        return None if through is None else int(through), Slice(len(places), shown, own, int(version))

    def _read_from(self, board: Board) -> list[str]:
        return [self._keys.through(), self._keys.changes(), self._keys.board(board), self._keys.sizes()]

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
        expiries = [_expires_at(board) for board in boards]
        keys = [self._keys.rebuilding(), self._keys.through(), self._keys.changes(), self._keys.sizes()]
        keys += map(self._keys.board, boards)
        if not await scripts.SWAP.run(self._redis, keys, [token, through, *expiries]):
            raise RebuildLost

    async def abandon_rebuild(self, token: str, now: datetime) -> None:
        keys = [self._keys.rebuilding(), *map(self._keys.board, all_boards(spans_of(now)))]
        await scripts.ABANDON.run(self._redis, keys, [token])


def member(user_id: str) -> bytes:
    """A user's id as boards hold it: a third of its text, in the same order."""
    return bytes.fromhex(user_id.replace("-", ""))


def _user(of: bytes) -> str:
    text = of.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@dataclass(frozen=True, slots=True)
class _Targets:
    """The boards that one kind of game enters, by key, and what scripts.WRITE is told of them."""

    boards: Mapping[str, Board]
    arguments: Sequence[int]


@lru_cache(maxsize=256)  # as of `boards_entered`
def _targets(keys: BoardKeys, *entered: Any) -> _Targets:
    """`entered` are the arguments of `boards_entered`."""
    boards = boards_entered(*entered)
    arguments = [one for board in boards for one in (METRICS.index(board.metric) + 1, _expires_at(board))]
    return _Targets({keys.board(board): board for board in boards}, arguments)


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
