"""The verdict on a game that is about to be saved.

Laws:
- What is compared is bounded, however much was played: the player's last PAST games, and the last PLAYS times that each
  of the game's texts was played, by anybody.
- The rhythms of the game itself are kept by the statement that saves it, for the games to come. A copy that is saved at
  the very same moment as what it copies is not seen.

Absent on purpose: what makes a rhythm suspicious (game.plausibility).
"""

from __future__ import annotations

from dataclasses import replace

from game.plausibility import RHYTHM_BITS, Likeness, Rhythm, verdict
from server.infra.postgres import Connection
from server.results.columns import of_keys
from server.results.finished import FinishedGame

PAST = 50
PLAYS = 1_000

# $1: session, $2: user, $3: snippets, $4: bits, $5: lengths, one of each for every rhythm.
_JUDGE = f"""
WITH own AS (
    SELECT language, difficulty, mode FROM game_sessions WHERE id = $1
), new AS (
    SELECT snippet_id, bits::bit({RHYTHM_BITS}) AS bits, length
    FROM unnest($3::uuid[], $4::text[], $5::int[]) AS n (snippet_id, bits, length)
), nearest AS (
    SELECT new.length, k.differing
    FROM new CROSS JOIN LATERAL (
        SELECT min(bit_count(new.bits # bits))::int AS differing FROM (
            SELECT bits FROM rhythms r WHERE r.snippet_id = new.snippet_id AND r.length = new.length
            ORDER BY r.id DESC LIMIT {PLAYS}
        ) plays
    ) k WHERE k.differing IS NOT NULL
), past AS (
    SELECT g.net_wpm FROM (
        SELECT r.session_id, r.mode, {of_keys("r")} FROM game_results r WHERE r.user_id = $2
        ORDER BY r.ended_at DESC LIMIT {PAST}
    ) g JOIN game_sessions s ON s.id = g.session_id JOIN own USING (language, difficulty)
    WHERE g.mode = own.mode
)
SELECT ARRAY(SELECT net_wpm FROM past) AS past,
    ARRAY(SELECT differing FROM nearest ORDER BY length, differing) AS differing,
    ARRAY(SELECT length FROM nearest ORDER BY length, differing) AS lengths
"""


Rhythms = tuple[list[str], list[str], list[int]]  # their snippets, bits and lengths, as SQL takes them


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
