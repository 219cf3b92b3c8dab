"""play.modes and play.waves: what every mode keeps to, and what the two kinds of waves do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from game.engine import Engine
from game.rules import FULL_HP
from game.terms import SPRINT_SECONDS, Difficulty, EndReason, Language, Mode
from game.wave import Wave
from server.library import Snippet
from server.play.live import new_session
from server.play.modes import ALL, COLUMNS, GameMode, Prepared
from server.play.modes.daily import Daily
from server.play.modes.solo import Solo
from server.play.modes.sprint import Sprint
from server.play.rows import GameRow
from server.play.waves import GivenWaves, NoSnippets, RemainingWaves, RotationWaves, Tools
from tests.play.games import wave
from tests.play.test_table import ROW

TEXT = "a = 1"
WORDS = [[0, 1, "name"], [2, 3, "operator"], [4, 5, "number"]]
SNIPPET = Snippet("snippet", "PYTHON", "NORMAL", "basics", TEXT, WORDS, 40, 1)


NOTHING: Any = None  # a pool, a connection: no mode asks PostgreSQL here


def row_of(mode: type[GameMode[Any]], **own: object) -> GameRow:
    """A game of that mode, of which only its own columns matter: `own`, or the value of a first game."""
    return replace(ROW, mode=mode.name, own={"seconds": 60, "daily_try": 1, **own})


def tools(drawn: Sequence[Snippet | None] = (SNIPPET,)) -> Tools:
    left = iter(drawn)

    async def draw(*_: Any, **__: Any) -> Snippet | None:
        return next(left)

    async def weak_keys(*_: Any) -> dict[str, float]:
        return {}

    return Tools(NOTHING, draw, weak_keys, draw)


# ---------------------------------------------------------------- every mode


@pytest.mark.parametrize("mode", ALL.values(), ids=str)
def test_a_mode_says_whether_its_games_are_ranked_and_for_which_boards_or_by_which_word_not(mode: Any) -> None:
    assert (mode.ranked_on is None) == (mode(tools()).unranked_reason(row_of(mode)) is not None)


def test_a_column_that_modes_share_is_written_once_and_no_parameter_implies_two_modes() -> None:
    assert len(set(COLUMNS)) == len(COLUMNS)
    implied = [mode.implied_by for mode in ALL.values() if mode.implied_by]
    assert len(set(implied)) == len(implied)


def test_what_starts_a_mode_names_it() -> None:
    assert {name: mode.start.model_fields["mode"].default for name, mode in ALL.items()} == {name: name for name in ALL}


def test_solo_is_ranked_on_its_boards_and_ghost_on_none() -> None:
    words = {name: mode(tools()).unranked_reason(row_of(mode)) for name, mode in ALL.items()}
    assert (words[Mode.SOLO], words[Mode.GHOST], words[Mode.PRACTICE]) == (None, "ghost", "practice")


def test_of_a_daily_only_the_first_try_can_be_ranked() -> None:
    mode = Daily(tools())
    words = [mode.unranked_reason(row_of(Daily, daily_try=number)) for number in (1, 2, 3)]
    assert words == [None, "not_first_try", "not_first_try"]


@pytest.mark.parametrize("seconds", SPRINT_SECONDS)
def test_a_sprint_ends_at_its_length_and_no_other_game_has_a_time_limit(seconds: int) -> None:
    limits = {name: mode(tools()).time_limit_ms(row_of(mode, seconds=seconds)) for name, mode in ALL.items()}
    assert limits.pop(Mode.SPRINT) == seconds * 1000
    assert set(limits.values()) == {None}


async def test_in_a_sprint_nothing_hits_is_pushed_or_healed_and_its_time_ends_it() -> None:
    mode = Sprint(tools())
    row = row_of(Sprint, seconds=30)
    (first,) = await (await mode.waves_of(row)).first(NOTHING)
    engine = Engine(mode.time_limit_ms(row))
    engine.begin(first)
    assert [type(event).__name__ for event in engine.advance(60_000)] == ["LimitReached"]
    assert (engine.end_reason, engine.at_ms, engine.hp, first.asked_wpm) == (EndReason.TIME, 30_000, FULL_HP, 0)


# ---------------------------------------------------------------- waves


def as_drawn(wave: Wave) -> Wave:
    return wave


async def test_a_mode_changes_the_waves_of_games_that_begin_and_that_are_taken_over() -> None:
    class Numbered(Solo):
        def as_served(self, wave: Wave) -> Wave:
            return replace(wave, heal=77)

    mode = Numbered(tools([SNIPPET, SNIPPET]))
    for waves in (mode.waves_of_new(ROW, Prepared(Language.PYTHON, Difficulty.NORMAL)), await mode.waves_of(ROW)):
        assert [wave.heal for wave in await waves.first(NOTHING)] == [77]


async def test_the_rotation_has_no_last_wave() -> None:
    waves = RotationWaves(tools(), ROW, as_drawn)
    (first,) = await waves.first(NOTHING)
    assert (first.number, first.text, waves.last_wave(5)) == (1, TEXT, None)


async def test_a_game_without_a_snippet_does_not_begin() -> None:
    with pytest.raises(NoSnippets):
        await RotationWaves(tools([None]), ROW, as_drawn).first(NOTHING)


@pytest.mark.parametrize("enemies_hit", [True, False])
async def test_whether_enemies_hit_is_served_with_the_wave(enemies_hit: bool) -> None:
    class Calm(Solo):
        pass

    Calm.enemies_hit = enemies_hit
    mode = Calm(tools())
    (first,) = await (await mode.waves_of(ROW)).first(NOTHING)
    engine = Engine()
    engine.begin(first)
    engine.advance(60_000)
    assert (engine.hp < FULL_HP) == enemies_hit


async def test_given_waves_come_in_order_and_the_last_one_clears_the_game() -> None:
    given = [wave(number) for number in range(1, 6)]
    waves, session = GivenWaves(given), new_session(ROW, "epoch")
    session.clear_after(waves.last_wave(0))
    for one in await waves.first(NOTHING):
        session.offer(one, 0)
    while session.wants_waves:
        coming = await waves.next(session)
        assert coming is not None
        session.offer(coming, 0)
    assert session.drawn == given[:3], "as many as are drawn ahead"
    assert session.last_wave == 5


async def test_of_given_waves_that_cannot_be_read_any_more_those_drawn_are_all_there_are() -> None:
    waves, session = RemainingWaves(tools(), ROW, lambda wave: wave), new_session(ROW, "epoch")
    session.offer(wave(1), 0)
    session.clear_after(waves.last_wave(len(session.drawn)))
    assert (session.last_wave, session.wants_waves) == (1, 0)


def test_without_any_they_come_from_the_rotation() -> None:
    assert RemainingWaves(tools(), ROW, lambda wave: wave).last_wave(0) is None
