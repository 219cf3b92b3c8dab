"""What happened to a player, in order: games that ended, matches that were decided, contests that are over.

Law: the order is that of `(at, id)`, which nothing changes once it is committed, so that whoever reads all of a
player's events finds them in the same order as whoever takes them in one by one. What a verdict changes is read with
the event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg

from game.terms import Difficulty, EndReason, Language, Mode
from server.infra.postgres import Connection, Pool
from server.results import HONEST, ORDINARY, of_session

NEVER = datetime(1, 1, 1, tzinfo=UTC)  # before all that happened
Cursor = tuple[datetime, str]  # of the last event that was taken in
BEGINNING: Cursor = (NEVER, "")


@dataclass(frozen=True, slots=True)
class GameEvent:
    """A game that ended. `passed` is None for a game that is no attempt at a challenge, or whose attempt is not kept
    yet; `is_first_pass`: the player had not passed that challenge before. `is_honest`: its verdict says so."""

    id: str
    at: datetime
    mode: Mode
    language: Language
    difficulty: Difficulty
    is_honest: bool
    end_reason: EndReason
    ranked: bool
    unranked_reason: str | None
    score: int
    waves: int
    enemies: int
    words: int
    pressed_keys: int
    correct_keys: int
    combo: int
    damage_taken: int
    seconds: int
    passed: bool | None = None
    is_first_pass: bool = False

    @property
    def result_id(self) -> str:
        return self.id

    @property
    def is_typed(self) -> bool:
        """Whether enough was typed for it to be a game at all."""
        return self.seconds >= ORDINARY.least_playtime_s and self.words >= ORDINARY.least_words

    @property
    def counts(self) -> bool:
        """Whether it gives XP: it is ranked, or lacks nothing but a registered player; it is of a match or a contest,
        and was typed far enough to be ranked elsewhere; or it passed its challenge, for the first time or typed as
        far: some are a few seconds, and can be passed again and again."""
        if not self.is_honest or self.end_reason is EndReason.ABANDONED:
            return False
        if self.mode is Mode.CHALLENGE:
            return self.passed is True and (self.is_first_pass or self.is_typed)
        if self.mode in (Mode.RACE, Mode.CONTEST):
            return self.unranked_reason == self.mode.lower() and self.is_typed
        return self.ranked or self.unranked_reason == "guest"

    @property
    def makes_a_day(self) -> bool:
        """Whether the player's day is one with a game: any that was really played, practice too."""
        is_void = self.unranked_reason in ("journal_lost", "disabled") or self.end_reason is EndReason.ABANDONED
        return self.counts or (self.is_honest and self.is_typed and not is_void)


@dataclass(frozen=True, slots=True)
class DecidedEvent:
    """A match or a contest that was decided. `result_id` is the player's game in it, None when there is none."""

    id: str
    at: datetime
    mode: Mode  # RACE or CONTEST
    is_won: bool
    result_id: str | None


Event = GameEvent | DecidedEvent

_AFTER = '({at} >= c.at AND ({at}, {id} COLLATE "C") > (c.at, c.id COLLATE "C"))'
_UP_TO = '(({at}, {id} COLLATE "C") <= (c.at, c.id COLLATE "C"))'
_CURSORS = "unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS c (user_id, at, id)"
_GAME = {"at": "r.ended_at", "id": "r.id::text"}
_MATCH = {"at": "m.ended_at", "id": "('match:' || m.code)"}
_CONTEST = {"at": "k.fixed_at", "id": "('contest:' || k.slug)"}

_FIRST_PASS = f"""
(a.passed AND NOT EXISTS (
    SELECT FROM challenge_attempts e JOIN game_results r ON r.id = e.result_id
    WHERE e.user_id = a.user_id AND e.challenge_id = a.challenge_id AND e.passed AND {HONEST}
    AND (e.ended_at, e.result_id) < (a.ended_at, a.result_id)))
"""
_GAMES = f"""
SELECT c.user_id, {_GAME["id"]} AS id, r.ended_at, r.mode, s.language, s.difficulty, {HONEST} AS is_honest,
    r.end_reason, r.ranked, r.unranked_reason, r.final_score, r.waves_completed, r.enemies_killed, r.total_words_typed,
    r.total_keys_pressed, r.correct_keys, r.max_combo, r.total_damage_taken, r.playtime_seconds, a.passed,
    CASE WHEN a.passed THEN {_FIRST_PASS} ELSE false END AS is_first_pass
FROM {_CURSORS}
JOIN game_results r ON r.user_id = c.user_id AND {_AFTER.format(**_GAME)}
JOIN game_sessions s ON s.id = r.session_id
LEFT JOIN challenge_attempts a ON a.result_id = r.id
"""
# Against robots alone nobody wins anything, nor among those whom one has given the link.
_MATCHES = f"""
SELECT c.user_id, {_MATCH["id"]} AS id, m.ended_at, 'RACE', coalesce(x.place = 1 AND {HONEST}, false) AND EXISTS (
        SELECT FROM match_seats o LEFT JOIN users u ON u.id = o.user_id
        WHERE o.match_code = x.match_code AND o.seat <> x.seat AND NOT o.is_house AND u.is_bot IS NOT TRUE
    ) AND m.visibility = 'PUBLIC' AS is_won, r.id AS result_id
FROM {_CURSORS}
JOIN match_seats x ON x.user_id = c.user_id AND x.place IS NOT NULL
JOIN matches m ON m.code = x.match_code AND {_AFTER.format(**_MATCH)}
LEFT JOIN game_results r ON {of_session("x.session_id")}
"""
# Nor in a contest of a group, which anybody can make for themselves.
_CONTESTS = f"""
SELECT c.user_id, {_CONTEST["id"]} AS id, k.fixed_at, 'CONTEST', coalesce(p.rank = 1 AND {HONEST}, false) AND EXISTS (
        SELECT FROM contest_participations o
        WHERE o.contest_slug = p.contest_slug AND o.user_id <> p.user_id AND o.rank IS NOT NULL
    ) AND k.group_id IS NULL AS is_won, r.id AS result_id
FROM {_CURSORS}
JOIN contest_participations p ON p.user_id = c.user_id AND p.rank IS NOT NULL
JOIN contests k ON k.slug = p.contest_slug AND {_AFTER.format(**_CONTEST)}
LEFT JOIN game_results r ON {of_session("p.session_id")}
"""
_COUNT = f"""
SELECT c.user_id,
    (SELECT count(*) FROM game_results r WHERE r.user_id = c.user_id AND {_UP_TO.format(**_GAME)})
    + (SELECT count(*) FROM match_seats x JOIN matches m ON m.code = x.match_code
        WHERE x.user_id = c.user_id AND x.place IS NOT NULL AND {_UP_TO.format(**_MATCH)})
    + (SELECT count(*) FROM contest_participations p JOIN contests k ON k.slug = p.contest_slug
        WHERE p.user_id = c.user_id AND p.rank IS NOT NULL AND {_UP_TO.format(**_CONTEST)}) AS events
FROM {_CURSORS}
"""

Cursors = dict[str, Cursor]  # by user
AT_ONCE = 200  # events read, and taken in, before the keys of others have their turn: some milliseconds


async def games_after(connection: Connection, cursors: Cursors) -> dict[str, list[Event]]:
    """The games of these players after their cursors, in order; a player without any is left out."""
    found: dict[str, list[Event]] = {}
    for row in await connection.fetch(_GAMES, *_columns(cursors)):
        found.setdefault(row["user_id"], []).append(_game(row))
    return _in_order(found)


async def game_of(pg: Pool, result_id: str, user_id: str) -> GameEvent | None:
    """One game of this player."""
    row = await pg.fetchrow(f"{_GAMES} WHERE r.id = $4", [user_id], [NEVER], [""], result_id)
    return None if row is None else _game(row)


async def events_after(connection: Connection, cursors: Cursors) -> dict[str, list[Event]]:
    """All of it, in a transaction. Others have their turn while games are read."""
    found: dict[str, list[Event]] = {}
    async for row in connection.cursor(_GAMES, *_columns(cursors), prefetch=AT_ONCE):
        found.setdefault(row["user_id"], []).append(_game(row))
    for statement in _MATCHES, _CONTESTS:
        for user_id, id_, at, mode, is_won, result_id in await connection.fetch(statement, *_columns(cursors)):
            found.setdefault(user_id, []).append(DecidedEvent(id_, at, Mode(mode), is_won, result_id))
    return _in_order(found)


async def count_up_to(connection: Connection, cursors: Cursors) -> dict[str, int]:
    """How many events each of them has, up to the cursor and with it."""
    rows = await connection.fetch(_COUNT, *_columns(cursors))
    return {row["user_id"]: row["events"] for row in rows}


def _columns(cursors: Cursors) -> tuple[Sequence[str], Sequence[datetime], Sequence[str]]:
    return list(cursors), [at for at, _ in cursors.values()], [id_ for _, id_ in cursors.values()]


def _game(row: asyncpg.Record) -> GameEvent:
    _, id_, at, mode, language, difficulty, is_honest, end_reason, *others = row
    return GameEvent(
        id_, at, Mode(mode), Language(language), Difficulty(difficulty), is_honest, EndReason(end_reason), *others
    )


def _in_order(found: dict[str, list[Event]]) -> dict[str, list[Event]]:
    for events in found.values():
        events.sort(key=lambda event: (event.at, event.id))
    return found
