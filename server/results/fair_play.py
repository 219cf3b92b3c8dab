"""The verdict on a game that is about to be saved.

Laws:
- What is compared is bounded, however much was played: the player's last PAST games, and the last PLAYS times that each
  of the game's texts was played, by anybody.
- The rhythms of the game itself are kept by the statement that saves it, for the games to come. A copy that is saved in
  the same statement as what it copies, or in one that is under way at once, is not seen.
- Nearly every game's verdict is that of its own evidence. So the statement that saves it looks whether an earlier game
  objects (`objected`), and saves nothing if one does; only then are those read (`with_verdict`).

Absent on purpose: what makes a rhythm suspicious (game.plausibility).
"""

from __future__ import annotations

from dataclasses import replace

from game.plausibility import LEAP, PAST_GAMES, RHYTHM_BITS, Likeness, Rhythm, most_alike, verdict
from server.infra.postgres import Connection
from server.results.columns import of_keys
from server.results.finished import FinishedGame

PAST = 50
PLAYS = 1_000

_PAST = f"""
SELECT g.net_wpm FROM (
    SELECT r.session_id, r.mode, {of_keys("r")} FROM game_results r WHERE r.user_id = {{user}}
    ORDER BY r.ended_at DESC LIMIT {PAST}
) g JOIN game_sessions s ON s.id = g.session_id
JOIN game_sessions own ON own.id = {{session}} AND own.mode = g.mode
    AND (own.language, own.difficulty) = (s.language, s.difficulty)
"""
# Over `new`, a rhythm. Each by itself, so that no rows are sorted to be grouped.
_LAST = f"""
SELECT new.bits # r.bits AS differing FROM rhythms r WHERE r.snippet_id = new.snippet_id AND r.length = new.length
ORDER BY r.id DESC LIMIT {PLAYS}
"""
# $1: session, $2: user, $3: snippets, $4: bits, $5: lengths, one of each for every rhythm.
_JUDGE = f"""
WITH new AS (
    SELECT snippet_id, bits::bit({RHYTHM_BITS}) AS bits, length
    FROM unnest($3::uuid[], $4::text[], $5::int[]) AS n (snippet_id, bits, length)
), nearest AS (
    SELECT new.length, k.differing FROM new
    CROSS JOIN LATERAL (SELECT min(bit_count(differing))::int AS differing FROM ({_LAST}) last) k
    WHERE k.differing IS NOT NULL
)
SELECT ARRAY({_PAST.format(session="$1", user="$2")}) AS past,
    ARRAY(SELECT differing FROM nearest ORDER BY length, differing) AS differing,
    ARRAY(SELECT length FROM nearest ORDER BY length, differing) AS lengths
"""


Rhythms = tuple[list[str], list[str], list[int]]  # their snippets, bits and lengths, as SQL takes them

# Of `Rhythms`, with in how many bits each may differ.
RHYTHMS = f"(snippet_id uuid, bits bit({RHYTHM_BITS}), length int, differing int)"


def objected(session: str, user: str, rhythms: str, speed: str) -> str:
    """A condition: an earlier game objects to this one, by the last two rules, which are `game.plausibility.verdict`'s.
    All are expressions; `rhythms` is JSON of RHYTHMS, and `speed` NULL for a game to which nothing objects."""
    return f"""
    {speed} IS NOT NULL AND (
        (SELECT count(*) >= {PAST_GAMES} AND {speed} > {LEAP}::float8 * max(net_wpm)
            FROM ({_PAST.format(session=session, user=user)}) past)
        OR EXISTS (
            SELECT FROM jsonb_to_recordset({rhythms}) AS new {RHYTHMS} CROSS JOIN LATERAL ({_LAST}) last
            WHERE bit_count(last.differing) <= new.differing
        )
    )"""


def rhythms_document(rhythms: Rhythms) -> list[dict[str, object]]:
    """JSON of RHYTHMS."""
    return [
        {"snippet_id": snippet, "bits": bits, "length": length, "differing": most_alike(length)}
        for snippet, bits, length in zip(*rhythms, strict=True)
    ]


def by_itself(game: FinishedGame) -> FinishedGame:
    """The game with the verdict that holds if no earlier one objects."""
    if game.evidence is None:
        return game
    word, reasons = verdict(game.evidence, (), ())
    return replace(game, verdict=word, verdict_reasons=reasons)


def rhythms_of(game: FinishedGame) -> Rhythms:
    """None of a game without evidence."""
    found = () if game.evidence is None else {one.snippet_id: one for one in game.evidence.rhythms}.values()
    return [one.snippet_id for one in found], [_bit_string(one) for one in found], [one.length for one in found]


async def with_verdict(connection: Connection, game: FinishedGame, rhythms: Rhythms) -> FinishedGame:
    """The game with its verdict, if there is evidence to judge it by. `rhythms` are its own."""
    found = game.evidence
    if found is None:
        return game
    row = await connection.fetchrow(_JUDGE, game.session_id, game.user_id, *rhythms)
    assert row is not None, "a SELECT of arrays has one row"
    alike = [Likeness(*one) for one in zip(row["differing"], row["lengths"], strict=True)]
    word, reasons = verdict(found, row["past"], alike)
    return replace(game, verdict=word, verdict_reasons=reasons)


def _bit_string(rhythm: Rhythm) -> str:
    return format(rhythm.bits, f"0{RHYTHM_BITS}b")
