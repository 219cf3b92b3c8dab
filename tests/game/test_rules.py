"""A wave as today's rules serve it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game import rules
from game.rules import FLAWLESS_HEAL, GRACE_MS, HEAL, PACE_GROWTH, PUSH, asked_wpm, pace, serve
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


def test_an_enemy_is_due_when_a_typist_at_the_asked_speed_has_typed_up_to_its_line_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # 9, 9 + 1 + 5 and 15 + 1 + 8 keys; 40 wpm are 200 keys a minute, 300 ms a key, at pace 0.5 twice as many
    monkeypatch.setitem(rules.FIRST_PACE, "NORMAL", 0.5)
    expected = [GRACE_MS["NORMAL"] + keys * 600 for keys in (9, 15, 24)]
    assert [enemy.due_ms for enemy in served().enemies] == expected


def test_a_snippet_expected_to_be_typed_twice_as_fast_leaves_half_the_time() -> None:
    slow, fast = served(expected_wpm=30), served(expected_wpm=60)
    for one, other in zip(slow.enemies, fast.enemies, strict=True):
        assert one.due_ms - GRACE_MS["NORMAL"] == pytest.approx(2 * (other.due_ms - GRACE_MS["NORMAL"]), abs=1.1)


@pytest.mark.parametrize("difficulty", Difficulty)
def test_each_wave_asks_more_than_the_one_before(difficulty: str) -> None:
    assert pace(difficulty, 8) / pace(difficulty, 7) == pytest.approx(PACE_GROWTH[difficulty])
    assert served(8, difficulty).enemies[-1].due_ms < served(7, difficulty).enemies[-1].due_ms


def test_the_speed_that_a_wave_asks_for_is_a_function_of_its_number_and_served_with_it() -> None:
    assert asked_wpm("NORMAL", 3, 40) == 40 * pace("NORMAL", 3)
    assert served(3).asked_wpm == round(asked_wpm("NORMAL", 3, 40), 1)


@given(number=st.integers(1, 15), difficulty=st.sampled_from(Difficulty), wpm=st.floats(20, 60))
def test_the_served_speed_is_the_one_that_its_deadlines_follow(number: int, difficulty: str, wpm: float) -> None:
    wave = served(number, difficulty, wpm)
    first, last = wave.enemies[0], wave.enemies[-1]
    keys = len(wave.typed.keys) - (first.end - first.start)
    assert keys / 5 / ((last.due_ms - first.due_ms) / 60_000) == pytest.approx(wave.asked_wpm, rel=0.01)


def test_a_longer_line_hits_harder_and_the_shortest_still_hits() -> None:
    damage = [enemy.damage for enemy in served(text="a = bcd(" + "e" * 60 + ")\nf\n" + "g" * 30).enemies]
    assert damage[0] > damage[2] > damage[1] == 1


def test_a_point_of_damage_buys_a_share_of_a_keys_time() -> None:
    for number in (1, 6):
        ms_a_key = 60_000 / (asked_wpm("NORMAL", number, 40) * 5)
        assert served(number).push_ms == round(PUSH * ms_a_key) > 0


def test_a_flawless_wave_heals_more() -> None:
    for difficulty in Difficulty:
        wave = served(2, difficulty)
        assert (wave.heal, wave.flawless_heal) == (HEAL[difficulty], FLAWLESS_HEAL[difficulty])
        assert wave.flawless_heal > 0


def test_a_harder_difficulty_asks_and_hurts_more_from_its_first_wave_on() -> None:
    waves = [served(1, difficulty, text="a" * 100) for difficulty in Difficulty]
    asked = [wave.asked_wpm for wave in waves]
    hurts = [wave.enemies[0].damage / wave.enemies[0].every_ms for wave in waves]
    assert asked == sorted(asked) and len(set(asked)) == 4
    assert hurts == sorted(hurts) and len(set(hurts)) == 4


def test_an_unknown_difficulty_is_refused() -> None:
    with pytest.raises(KeyError):
        served(difficulty="NIGHTMARE")


@given(number=st.integers(1, 200), difficulty=st.sampled_from(Difficulty), wpm=st.floats(5, 300))
def test_deadlines_never_go_back_from_line_to_line(number: int, difficulty: str, wpm: float) -> None:
    due = [enemy.due_ms for enemy in served(number, difficulty, wpm).enemies]
    assert due == sorted(due)
    assert due[0] >= GRACE_MS[difficulty]
