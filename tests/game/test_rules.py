"""A wave as today's rules serve it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.rules import FIRST_PACE, GRACE_MS, HEAL, PACE_STEP, pace, serve
from game.terms import Difficulty
from game.wave import Wave
from tests.game.games import words_of

TEXT = "def f(x):\n    y = x\n\n    return y"


def served(number: int = 1, difficulty: str = "NORMAL", expected_wpm: float = 40.0, text: str = TEXT) -> Wave:
    return serve(
        number=number,
        difficulty=difficulty,
        snippet_id="one",
        version=3,
        language="PYTHON",
        text=text,
        words=words_of(text),
        expected_wpm=expected_wpm,
    )


def test_a_wave_has_its_snippets_text_words_and_version() -> None:
    wave = served()
    assert (wave.text, wave.words, wave.snippet_id, wave.version) == (TEXT, words_of(TEXT), "one", 3)


def test_an_enemy_is_due_when_a_typist_at_the_waves_pace_has_typed_up_to_its_line_end() -> None:
    # 9, 9 + 1 + 5 and 15 + 1 + 8 keys; 40 wpm are 200 keys a minute, 300 ms a key, at pace 0.45 as many ms / 0.45
    expected = [GRACE_MS + round(keys * 300 / 0.45) for keys in (9, 15, 24)]
    assert [enemy.due_ms for enemy in served().enemies] == expected


def test_a_snippet_expected_to_be_typed_twice_as_fast_leaves_half_the_time() -> None:
    slow, fast = served(expected_wpm=30), served(expected_wpm=60)
    for one, other in zip(slow.enemies, fast.enemies, strict=True):
        assert one.due_ms - GRACE_MS == pytest.approx(2 * (other.due_ms - GRACE_MS), abs=1.1)


@pytest.mark.parametrize("difficulty", Difficulty)
def test_every_difficulty_lets_everybody_in(difficulty: str) -> None:
    assert pace(difficulty, 1) == FIRST_PACE < 0.5


@pytest.mark.parametrize("difficulty", Difficulty)
def test_each_wave_asks_more_than_the_one_before(difficulty: str) -> None:
    assert pace(difficulty, 8) - pace(difficulty, 7) == pytest.approx(PACE_STEP[difficulty])
    assert served(8, difficulty).enemies[-1].due_ms < served(7, difficulty).enemies[-1].due_ms


def test_a_harder_difficulty_is_harder_in_everything() -> None:
    waves = [served(5, difficulty) for difficulty in Difficulty]
    due = [wave.enemies[-1].due_ms for wave in waves]
    damage = [wave.enemies[0].damage for wave in waves]
    heal = [wave.heal for wave in waves]
    assert due == sorted(due, reverse=True) and len(set(due)) == 4
    assert damage == sorted(damage) and len(set(damage)) == 4
    assert heal == sorted(heal, reverse=True) == [HEAL[difficulty] for difficulty in Difficulty]


def test_an_unknown_difficulty_is_refused() -> None:
    with pytest.raises(KeyError):
        served(difficulty="NIGHTMARE")


@given(number=st.integers(1, 200), difficulty=st.sampled_from(Difficulty), wpm=st.floats(5, 300))
def test_deadlines_never_go_back_from_line_to_line(number: int, difficulty: str, wpm: float) -> None:
    due = [enemy.due_ms for enemy in served(number, difficulty, wpm).enemies]
    assert due == sorted(due)
    assert due[0] >= GRACE_MS
