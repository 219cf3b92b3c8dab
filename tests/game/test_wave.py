"""A wave that exists can be judged."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from game.keylog import decode_wave, encode_wave
from game.text import Word
from game.wave import Enemy
from tests.game.games import wave


def test_a_wave_has_an_enemy_for_each_line_that_is_not_blank() -> None:
    assert [(e.start, e.end) for e in wave("a\n\n  bc").enemies] == [(0, 1), (5, 7)]


def test_waves_of_one_snippet_share_its_layout() -> None:
    assert wave("a b", number=1).typed is wave("a b", number=7, damage=3).typed


def test_players_of_one_wave_share_all_of_it() -> None:
    one = wave("a b\nc", number=1)
    other = decode_wave(orjson.loads(orjson.dumps(encode_wave(one))))
    assert other == one
    assert other.text is one.text and other.words is one.words and other.enemies is one.enemies


def test_waves_with_other_enemies_share_the_text_alone() -> None:
    one, other = wave("a b", damage=3), wave("a b", damage=4)
    assert other.words is one.words
    assert [enemy.damage for enemy in (*one.enemies, *other.enemies)] == [3, 4]


def test_waves_of_one_text_in_other_words_do_not() -> None:
    whole, parts = (wave("ab", words=[Word(0, 2, "name")]), wave("ab", words=[Word(0, 1, "name"), Word(1, 2, "name")]))
    assert sum(whole.typed.ends_word) == 1
    assert sum(parts.typed.ends_word) == 2


def test_a_wave_that_misses_an_enemy_is_refused() -> None:
    whole = wave("a\nb")
    with pytest.raises(ValueError, match="one enemy for each line"):
        replace(whole, enemies=whole.enemies[:1])


def test_a_wave_whose_words_do_not_cover_it_is_refused() -> None:
    with pytest.raises(ValueError, match="not in exactly one word"):
        wave("ab c", words=[])


def test_a_wave_that_heals_nothing_is_allowed() -> None:
    assert wave("a", heal=0).heal == 0


def test_a_wave_that_hurts_is_refused() -> None:
    with pytest.raises(ValueError, match="must not cost HP"):
        wave("a", heal=-1)


def test_an_enemy_may_be_due_at_once_and_hit_every_millisecond() -> None:
    assert wave("a", due_ms=[0], every_ms=1, damage=0).enemies == (Enemy(0, 1, 0, 1, 0),)


@pytest.mark.parametrize("wrong", [{"due_ms": -1}, {"every_ms": 0}, {"damage": -1}])
def test_an_enemy_with_impossible_numbers_is_refused(wrong: dict[str, int]) -> None:
    told = wave("a")
    with pytest.raises(ValueError, match="must not be negative"):
        replace(told, enemies=(told.enemies[0]._replace(**wrong),))
