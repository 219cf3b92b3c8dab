"""The rotation: which snippet a game gets next.

Laws:
- The least used active snippet of a language and difficulty is drawn, at random among equals, and counted by the
  statement that draws it.
- For draws that exclude nothing, no count of a bucket (one language and difficulty) is ever more than 2 above another:
  a snippet more than 1 above the lowest is not a candidate, even while all those below it are locked by other draws.
  Counts only grow and newcomers start at the lowest (server/library/versions.py), so a lowest count that was read a
  moment ago is never too high, and PostgreSQL checks it again on every row that it had to wait for.
- In a game with a focus, the densest in its keys is drawn among equally used snippets, instead of a random one
  (server/practice/focus.py). The focus only chooses among equals, so the bound still holds.
- A game avoids the snippets it had, and its player's last min(50, active - 5) snippets of the bucket over all their
  games, so that five are always left to choose from. A new version counts as the one it supersedes. The same statement
  records in `recent_snippets` what the game has begun so far; a snippet that was drawn ahead and never shown is not a
  repeat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from server.infra.postgres import UNFLUSHED, Connection, Pool
from server.library.texts import SnippetText, SnippetTexts

RECENT_LIMIT = 50  # an evening's waves; the CHECK of recent_snippets holds the same number
LEFT_TO_CHOOSE = 5  # with fewer, the order of a small bucket would repeat itself
WEIGHED_LIMIT = 200  # snippets whose density one draw works out: a few milliseconds
WRITERS_LOCK = "SELECT pg_advisory_xact_lock(hashtext('prodev snippets'))"  # until the transaction ends
WAITING_TRIES = 50  # each empty one means that other draws were faster

_DRAWN = "id, language, difficulty, category, expected_wpm, version"  # what the text is, `texts` knows
SNIPPET_COLUMNS = f"{_DRAWN}, snippet_text, words"
# What may be drawn: active, and not kept for a contest (server/library/keeping.py).
IN_ROTATION = "is_active AND kept_for IS NULL"
# $1 language, $2 difficulty, $3 what this game had, $4 its id or NULL, $5 what of it was begun, the latest first.
_AVOIDED = f"""
    player AS (SELECT user_id FROM game_sessions WHERE id = $4),
    earlier AS (
        SELECT listed.id, listed.place
        FROM player
        JOIN recent_snippets recent USING (user_id),
            unnest(recent.snippet_ids) WITH ORDINALITY AS listed(id, place)
        WHERE recent.language = $1::"Language" AND recent.difficulty = $2::"Difficulty" AND listed.id <> ALL($5::uuid[])
    ),
    choice AS (
        SELECT count(*) AS active
        FROM (
            SELECT FROM code_snippets WHERE language = $1 AND difficulty = $2 AND {IN_ROTATION}
            LIMIT {RECENT_LIMIT + LEFT_TO_CHOOSE}
        ) AS enough
    ),
    avoided AS MATERIALIZED (
        SELECT ($5 || ARRAY(SELECT id FROM earlier ORDER BY place))[1 : active - {LEFT_TO_CHOOSE}] AS ids FROM choice
    )
"""
_BUCKET = f"""
    language = $1 AND difficulty = $2 AND {IN_ROTATION} AND id <> ALL($3::uuid[])
    AND id <> ALL((SELECT ids FROM avoided)::uuid[])
    AND (supersedes_id IS NULL OR supersedes_id <> ALL((SELECT ids FROM avoided)::uuid[]))
"""
# In a game with a focus: all of a bucket, or a random WEIGHED_LIMIT of a large one.
_IS_WEIGHED = f"""
    EXISTS (SELECT FROM weak) AND random() < {WEIGHED_LIMIT}.0 / (
        SELECT count(*) FROM code_snippets WHERE language = $1 AND difficulty = $2 AND {IN_ROTATION}
    )
"""
# $4 is the game: the keys of its focus, none for one without.
WEAK = """
    weak AS MATERIALIZED (
        SELECT listed.key, listed.value::float8 AS weight
        FROM game_sessions, jsonb_each_text(focus) AS listed(key, value)
        WHERE id = $4
    )
"""
# server.practice.focus.density, over the rows of `weak`.
DENSITY = """
    (SELECT sum(weight * ((length(snippet_text) - length(replace(snippet_text, key, ''))) / length(key))) FROM weak)
    / length(translate(snippet_text, E' \\n', ''))
"""
# For an INSERT of what a game has begun, the latest first, into `recent_snippets AS recent`.
PUT_IN_FRONT = f"""
    ON CONFLICT (user_id, language, difficulty) DO UPDATE SET snippet_ids = (
        EXCLUDED.snippet_ids || ARRAY(
            SELECT id FROM unnest(recent.snippet_ids) WITH ORDINALITY AS listed(id, place)
            WHERE id <> ALL(EXCLUDED.snippet_ids)
            ORDER BY place
        )
    )[1 : {RECENT_LIMIT}]
"""
_DRAW = f"""
    WITH {_AVOIDED},
    {WEAK},
    drawn AS (
        SELECT id AS drawn_id FROM code_snippets
        WHERE {_BUCKET} AND usage_count <= (SELECT min(usage_count) FROM code_snippets WHERE {_BUCKET}) + 1
        ORDER BY usage_count, CASE WHEN {_IS_WEIGHED} THEN {DENSITY} END DESC NULLS LAST, random()
        LIMIT 1
        FOR UPDATE {{when_locked}}
    ),
    counted AS (
        UPDATE code_snippets SET usage_count = usage_count + 1 FROM drawn WHERE id = drawn_id
        RETURNING {_DRAWN}
    ),
    remembered AS (
        INSERT INTO recent_snippets AS recent (user_id, language, difficulty, snippet_ids)
        SELECT user_id, $1, $2, $5 FROM player, counted WHERE cardinality($5) > 0
        {PUT_IN_FRONT}
    )
    SELECT {_DRAWN}{{not_flushed}} FROM counted
"""
_OF_CATEGORY = f"""
    SELECT {SNIPPET_COLUMNS} FROM code_snippets
    WHERE language = $1 AND difficulty = $2 AND category = $3 AND {IN_ROTATION}
    ORDER BY coalesce(array_position($4::uuid[], id), 0), random() LIMIT 1
"""
# It never waits for another draw, nor for the disk: what a crash may lose is a few counts. In a caller's transaction,
# the caller decides.
DRAW = _DRAW.format(when_locked="SKIP LOCKED", not_flushed=f", {UNFLUSHED}")
_DRAW_WITHIN = _DRAW.format(when_locked="SKIP LOCKED", not_flushed="")
_DRAW_WAITING = _DRAW.format(when_locked="", not_flushed="")
_ANY = f"WITH {_AVOIDED} SELECT EXISTS (SELECT FROM code_snippets WHERE {_BUCKET})"


@dataclass(frozen=True, slots=True)
class Snippet:
    """What a game needs of a snippet. `words` are `[start, end, class]`, offsets into `text`, end exclusive;
    `expected_wpm` is in standard words (5 typed characters) a minute.
    """

    id: str
    language: str
    difficulty: str
    category: str
    text: str
    words: list[list[Any]]
    expected_wpm: float
    version: int


async def draw(
    pg: Pool | Connection,
    language: str,
    difficulty: str,
    exclude: Sequence[str] = (),
    *,
    game: str | None = None,
    begun: Sequence[str] = (),
    texts: SnippetTexts | None = None,
) -> Snippet | None:
    """Draw the next snippet and count it; None when the bucket has no active one.

    `exclude` holds the ids that this game had, the latest last. None of them is drawn while another snippet is left;
    after that any but the latest; after that the latest too. `game` is the session whose player's recent snippets are
    avoided as well; `begun` holds those of `exclude` that the player has seen, and they are remembered. `texts` are
    kept from one draw to the next.
    """
    seen = latest_first(begun)
    for excluded in (list(exclude), list(exclude[-1:]), []):
        row = await _draw(pg, language, difficulty, excluded, game, seen)
        if row is not None:
            found = await (texts or SnippetTexts()).of(pg, row["id"], row["version"])
            return None if found is None else _snippet(row, found)
        if not excluded:
            break
    return None


def latest_first(begun: Sequence[str]) -> list[str]:
    """The ids as `recent_snippets` holds them: each once, RECENT_LIMIT at most. In `begun` the latest is last."""
    return list(dict.fromkeys(reversed(begun)))[:RECENT_LIMIT]


async def snippet(pg: Pool | Connection, snippet_id: str) -> Snippet | None:
    """One snippet by id, in any version, active or not; not counted."""
    row = await pg.fetchrow(f"SELECT {SNIPPET_COLUMNS} FROM code_snippets WHERE id = $1", snippet_id)
    return None if row is None else snippet_of(row)


async def in_rotation(pg: Pool, language: str, difficulty: str, most: int) -> list[Snippet]:
    """Snippets of this kind that may be drawn, in the order of their ids; not counted."""
    rows = await pg.fetch(
        f"SELECT {SNIPPET_COLUMNS} FROM code_snippets WHERE language = $1 AND difficulty = $2 AND {IN_ROTATION}"
        " ORDER BY id LIMIT $3",
        language,
        difficulty,
        most,
    )
    return list(map(snippet_of, rows))


async def draw_from(
    pg: Pool | Connection, language: str, difficulty: str, category: str, had: Sequence[str]
) -> Snippet | None:
    """A snippet of one category; not counted, since the counts of a bucket must stay together. None if there is none.

    One that is not in `had` if there is one; otherwise the one that was had longest ago.
    """
    row = await pg.fetchrow(_OF_CATEGORY, language, difficulty, category, had)
    return None if row is None else snippet_of(row)


async def _draw(pg: Pool | Connection, *bucket: Any) -> asyncpg.Record | None:
    row = await _draw_unlocked(pg, *bucket)
    if row is not None or not await pg.fetchval(_ANY, *bucket):
        return row
    if isinstance(pg, asyncpg.Pool):
        async with pg.acquire() as connection, connection.transaction():
            return await _draw_waiting(connection, *bucket)
    return await _draw_waiting(pg, *bucket)


async def _draw_unlocked(pg: Pool | Connection, *bucket: Any) -> asyncpg.Record | None:
    """Draw without waiting for other draws.

    PostgreSQL keeps the lock of a row that it locked and then found to have been counted by another draw. Waiting while
    holding such a lock could end in a deadlock (see `_draw_waiting`), so inside a caller's transaction a draw that
    found nothing is rolled back.
    """
    if isinstance(pg, asyncpg.Pool) or not pg.is_in_transaction():
        row: asyncpg.Record | None = await pg.fetchrow(DRAW, *bucket)
        return row
    undone = pg.transaction()
    await undone.start()
    row = await pg.fetchrow(_DRAW_WITHIN, *bucket)
    await (undone.rollback() if row is None else undone.commit())
    return row


async def _draw_waiting(connection: Connection, *bucket: Any) -> asyncpg.Record | None:
    """Draw in a transaction, waiting for others. Such draws may lock several rows, so they take turns with writers."""
    await connection.execute(WRITERS_LOCK)
    row: asyncpg.Record | None = None
    for _ in range(WAITING_TRIES):
        row = await connection.fetchrow(_DRAW_WAITING, *bucket)
        if row is not None:
            break
    return row


def snippet_of(row: asyncpg.Record) -> Snippet:
    """From SNIPPET_COLUMNS."""
    return _snippet(row, SnippetText(row["snippet_text"], row["words"]))


def _snippet(row: asyncpg.Record, of: SnippetText) -> Snippet:
    return Snippet(
        id=row["id"],
        language=row["language"],
        difficulty=row["difficulty"],
        category=row["category"],
        text=of.text,
        words=of.words,
        expected_wpm=row["expected_wpm"],
        version=row["version"],
    )
