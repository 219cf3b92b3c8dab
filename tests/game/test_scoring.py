"""The documented formulas, against a literal transcription and against PostgreSQL's float8."""

from __future__ import annotations

import math

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.scoring import Totals, accuracy_percentage, final_score, playtime_seconds, score_parts, words_per_minute

counts = st.integers(0, 200_000)


def totals(correct: int, incorrect: int, kills: int = 0, waves: int = 0, combo: int = 0) -> Totals:
    return Totals(
        correct_words=correct, incorrect_words=incorrect, enemies_killed=kills, waves_completed=waves, max_combo=combo
    )


def printed(correct: int, incorrect: int, *, kills: int, waves: int, combo: int, seconds: int) -> int:
    """The formulas of docs/game.md, copied out."""
    total_words_typed = correct + incorrect
    accuracy = correct / total_words_typed * 100 if total_words_typed else 0
    wpm = total_words_typed / seconds * 60 if seconds else 0
    return correct * 10 + kills * 50 + waves * 100 + combo * 25 + math.floor(accuracy * 5) + math.floor(wpm * 2)


@given(
    correct=counts,
    incorrect=counts,
    kills=counts,
    waves=st.integers(0, 10_000),
    combo=st.integers(0, 10),
    seconds=st.integers(1, 14_400),
)
def test_the_score_is_the_printed_formula(correct: int, incorrect: int, seconds: int, **others: int) -> None:
    counted = totals(correct, incorrect, **others)
    assert final_score(counted, seconds) == printed(correct, incorrect, seconds=seconds, **others)


def test_a_score_worked_out_by_hand() -> None:
    # 90 % of 100 words in 60 s: 900 + 250 + 200 + 75 + 450 + 200
    assert final_score(totals(90, 10, kills=5, waves=2, combo=3), 60) == 2_075


def test_the_parts_are_the_six_addends() -> None:
    parts = score_parts(totals(90, 10, kills=5, waves=2, combo=3), 60)
    assert (parts.words, parts.enemies, parts.waves, parts.combo, parts.accuracy, parts.speed) == (
        900,
        250,
        200,
        75,
        450,
        200,
    )
    assert parts.total == 2_075


def test_an_untyped_game_scores_nothing_and_divides_by_nothing() -> None:
    assert final_score(Totals(), 0) == 0
    assert (accuracy_percentage(0, 0), words_per_minute(0, 0)) == (0.0, 0.0)


def test_speed_is_zero_when_playtime_is_zero() -> None:
    assert words_per_minute(10, 0) == 0.0
    assert words_per_minute(10, 60) == 10.0


def test_doubles_are_not_rounded_before_the_floor() -> None:
    # 55 / 100 * 100 is 55.00000000000001 in doubles; 29 / 100 * 100 is 28.999999999999996, and its floor shows it.
    assert accuracy_percentage(29, 100) == 28.999999999999996
    assert score_parts(totals(29, 71), 3_600).accuracy == 144


@pytest.mark.parametrize(("game_ms", "seconds"), [(0, 1), (499, 1), (1_499, 1), (1_500, 2), (59_500, 60), (59_499, 59)])
def test_playtime_is_rounded_half_up_and_at_least_a_second(game_ms: int, seconds: int) -> None:
    assert playtime_seconds(game_ms) == seconds


def test_words_typed_are_the_correct_and_the_incorrect() -> None:
    assert totals(3, 4).words_typed == 7


async def test_postgresql_agrees_with_every_bit(pg: asyncpg.Pool) -> None:
    rows = [
        (c, i, s) for c in (0, 1, 7, 29, 113, 9_973) for i in (0, 1, 3, 71, 1_009) for s in (1, 7, 61, 3_607, 14_400)
    ]
    answers = await pg.fetch(
        """
        WITH counted AS (
            SELECT *, correct + incorrect AS words
            FROM unnest($1::int[], $2::int[], $3::int[]) AS t(correct, incorrect, seconds)
        ), measured AS (
            SELECT *,
                CASE WHEN words = 0 THEN 0 ELSE correct::float8 / words::float8 * 100 END AS accuracy,
                words::float8 / seconds::float8 * 60 AS wpm
            FROM counted
        )
        SELECT correct, incorrect, seconds, accuracy, wpm,
            (correct * 10 + floor(accuracy * 5) + floor(wpm * 2))::int AS score
        FROM measured
        """,
        *(list(column) for column in zip(*rows, strict=True)),
    )
    assert len(answers) == len(rows)
    for row in answers:
        counted = totals(row["correct"], row["incorrect"])
        assert row["accuracy"] == accuracy_percentage(counted.correct_words, counted.words_typed)
        assert row["wpm"] == words_per_minute(counted.words_typed, row["seconds"])
        assert row["score"] == final_score(counted, row["seconds"])
