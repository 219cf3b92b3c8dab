"""CONTEST: the one game of a player in a contest. Everybody types the same waves, whenever they like inside its window.

Laws:
- A contest's waves are kept with it as they are served, so everybody has the same, and are counted nowhere here.
- A game begins inside the window alone, and once: that it is played is written down in the transaction that begins it,
  which also looks at the time again. Whoever fixes the ranks waits for such transactions, and they for it.
- Who can see the snippets beforehand does not play them, nor does who made the contest, whatever they are by now. That
  is asked again in the transaction that begins a game.
- It is ranked on no board: a contest has standings, and moves ratings.

Absent on purpose: what happens to a contest besides (server.contests).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

import asyncpg
import structlog
from pydantic import AfterValidator, Field

from game.keylog import decode_waves
from game.terms import Difficulty, Language, Mode
from game.wave import Wave
from server.infra.inputs import Body, Query
from server.infra.postgres import Connection, Pool
from server.infra.web import Problem, away
from server.play.modes.mode import GameMode, Prepared
from server.play.rows import GameRow
from server.play.waves import GivenWaves, RemainingWaves, Tools, WaveSource

log = structlog.get_logger(__name__)

NO_CONTEST = 404, "contest/no-such-contest"
GUEST = 403, "contest/guest"
STAFF = 403, "contest/staff"
NOT_BEGUN = 409, "contest/not-begun"
OVER = 409, "contest/over"
PLAYED = 409, "contest/played"

KEPT = 64  # contests' waves in memory: those that are open at the same time

SlugIn = Annotated[str, Field(max_length=60), AfterValidator(str.lower)]


def has_staff(user: str) -> str:
    """Whether a user is the staff of contest c, who see its snippets beforehand: a condition in SQL."""
    return (
        f"(EXISTS (SELECT FROM users a WHERE a.id = {user} AND a.role <> 'PLAYER')"
        " OR EXISTS (SELECT FROM group_members t"
        f" WHERE t.group_id = c.group_id AND t.user_id = {user} AND t.role <> 'MEMBER'))"
    )


def is_shown_to(user: str) -> str:
    """Whether a user, who may be NULL, knows of contest c: a condition in SQL."""
    return (
        "(c.group_id IS NULL OR EXISTS (SELECT FROM group_members b"
        f" WHERE b.group_id = c.group_id AND b.user_id = {user}) OR {has_staff(user)})"
    )


ENDS_AT = "(c.starts_at + c.duration_s * interval '1 second')"  # of contest c, in SQL: nobody begins from then on

_FOUND = f"""
SELECT c.language, c.difficulty, c.updated_at, u.is_guest,
    {has_staff("$2")} OR c.created_by IS NOT DISTINCT FROM $2 AS is_staff
FROM contests c JOIN users u ON u.id = $2 WHERE c.slug = $1 AND {is_shown_to("$2")}
"""
_WAVES = "SELECT waves FROM contests WHERE slug = $1 AND updated_at = $2"
_CHANGED_AT = "SELECT updated_at FROM contests WHERE slug = $1"
# Whoever changes a contest or fixes its ranks locks it against this.
_LOCK = "SELECT FROM contests WHERE slug = $1 FOR KEY SHARE"
_NOW = f"""
SELECT c.updated_at, c.starts_at > clock_timestamp() AS is_early,
    c.fixed_at IS NOT NULL OR {ENDS_AT} <= clock_timestamp() AS is_over
FROM contests c WHERE c.slug = $1
"""
# Of somebody who is in it already the row is locked all the same: nobody takes it back while a game begins.
_JOIN = """
INSERT INTO contest_participations (contest_slug, user_id) VALUES ($1, $2)
ON CONFLICT (contest_slug, user_id) DO UPDATE SET joined_at = contest_participations.joined_at
"""
_PLAYED = "SELECT session_id IS NOT NULL FROM contest_participations WHERE contest_slug = $1 AND user_id = $2"
_PLAYED_IN = "UPDATE contest_participations SET session_id = $3 WHERE contest_slug = $1 AND user_id = $2"


def no_contest() -> Problem:
    return Problem(*NO_CONTEST, "There is no such contest, or it is for a group that you do not belong to.")


def over() -> Problem:
    return Problem(*OVER, "This contest is over.")


def played() -> Problem:
    return Problem(*PLAYED, "You have played this contest. Everybody plays it once.")


class ContestPath(Query):
    """A contest's slug, in any case."""

    slug: SlugIn


class StartContest(Body):
    """Play in the contest with this slug, as `POST /api/contests/{slug}/start` does."""

    mode: Literal["CONTEST"] = "CONTEST"
    contest: SlugIn


@dataclass(frozen=True, slots=True)
class Entrant:
    """What a contest is to a player who knows of it and may take part."""

    language: Language
    difficulty: Difficulty
    changed_at: datetime


async def entrant(pg: Pool | Connection, slug: str, user_id: str) -> Entrant:
    """Raises Problem for somebody who does not know of the contest, guests, its staff, and who made it."""
    row = await pg.fetchrow(_FOUND, slug, user_id)
    if row is None:
        raise no_contest()
    if row["is_staff"]:
        raise Problem(*STAFF, "You can see this contest's snippets, so you cannot take part in it.")
    if row["is_guest"]:
        raise Problem(*GUEST, "Guests cannot take part. Register first; your games stay yours.")
    return Entrant(Language(row["language"]), Difficulty(row["difficulty"]), row["updated_at"])


async def sign_up(connection: Connection, slug: str, user_id: str) -> asyncpg.Record:
    """In a transaction: the player takes part from now on. The contest stays as it is until that ends; returned is
    `updated_at`, `is_early` and `is_over` of it. Raises Problem when it is over."""
    await connection.execute(_LOCK, slug)
    now = await connection.fetchrow(_NOW, slug)
    if now is None:  # deleted meanwhile
        raise no_contest()
    if now["is_over"]:
        raise over()
    await connection.execute(_JOIN, slug, user_id)
    return now


class ContestGame(GameMode[StartContest]):
    name = Mode.CONTEST
    start = StartContest
    implied_by = "contest"
    problems = (NO_CONTEST, GUEST, STAFF, NOT_BEGUN, OVER, PLAYED)
    columns = ("contest_slug",)
    has_ghosts = False  # its waves are to be seen first in the game that counts

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._kept: dict[str, tuple[datetime, tuple[Wave, ...]]] = {}

    async def prepare(self, user_id: str, start: StartContest) -> Prepared:
        slug = start.contest
        found = await entrant(self._tools.pg, slug, user_id)
        try:
            waves = await self._waves(slug, found.changed_at)
        except ValueError:  # a later version made them, and its servers are on their way
            raise away("This contest") from None

        async def begin(connection: Connection) -> Mapping[str, object]:
            await entrant(connection, slug, user_id)
            now = await sign_up(connection, slug, user_id)
            if now["is_early"] or waves is None or now["updated_at"] != found.changed_at:  # or it was changed just now
                raise Problem(*NOT_BEGUN, "This contest has not begun.")
            if await connection.fetchval(_PLAYED, slug, user_id):
                raise played()
            return {}

        return Prepared(found.language, found.difficulty, {"contest_slug": slug}, waves or (), begin, _played_in)

    async def waves_of(self, row: GameRow) -> WaveSource:
        slug = row.own["contest_slug"]
        try:
            changed_at = await self._tools.pg.fetchval(_CHANGED_AT, slug)
            waves = None if changed_at is None else await self._waves(slug, changed_at)
        except ValueError as error:  # a later version made them
            log.warning("contest_unreadable", contest=slug, error=str(error))
            waves = None
        return RemainingWaves(self._tools, row, self.as_served) if waves is None else GivenWaves(waves)

    def shown(self, row: GameRow) -> Mapping[str, Any]:
        return {"contest": row.own["contest_slug"]}

    async def _waves(self, slug: str, changed_at: datetime) -> tuple[Wave, ...] | None:
        """As they were at that time; None if the contest has been changed since. Raises ValueError for waves that this
        version cannot read."""
        kept = self._kept.get(slug)
        if kept is None or kept[0] != changed_at:
            document = await self._tools.pg.fetchval(_WAVES, slug, changed_at)
            if document is None:
                return None
            while len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            kept = self._kept[slug] = changed_at, decode_waves(document)
        return kept[1]


async def _played_in(connection: Connection, row: GameRow) -> None:
    done = await connection.execute(_PLAYED_IN, row.own["contest_slug"], row.user_id, row.id)
    if done != "UPDATE 1":  # the game would stand nowhere, and could be begun again
        raise RuntimeError(f"a contest's game has no place in it: {done}")
