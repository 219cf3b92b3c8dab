"""The judge of one game: each rule of docs/game.md, and what the engine refuses."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

import game.engine
from game.engine import Engine, EngineRefusal, GameIsOver, NoWave, TimeRanBackwards
from game.events import (
    EnemiesPushed,
    EnemyKilled,
    LimitReached,
    Mistyped,
    PlayerDefeated,
    PlayerHit,
    WaveCleared,
    WordTyped,
)
from game.rules import FULL_HP, GAME_LIMIT_MS
from tests.game.games import Player, played, playing, wave
from tests.game.tick_model import run, totals_of

COUNTS = (
    "correct_words",
    "incorrect_words",
    "enemies_killed",
    "waves_completed",
    "max_combo",
    "damage_dealt",
    "damage_taken",
    "keys_correct",
)


# ---------------------------------------------------------------- the whole


@given(played())
def test_the_engine_agrees_with_a_model_that_walks_every_millisecond(player: Player) -> None:
    model = run(player.log())
    totals = player.engine.totals
    assert player.events == model.events
    assert totals_of(model, COUNTS) == {name: getattr(totals, name) for name in COUNTS}
    assert (player.engine.hp, totals.keys_pressed) == (model.hp, model.pressed)
    assert (player.engine.end_reason, player.engine.at_ms) == model.ended


@given(played())
def test_counts_and_health_keep_their_bounds(player: Player) -> None:
    totals, begun = player.engine.totals, player.begun
    assert 0 <= player.engine.hp <= FULL_HP
    assert (player.engine.hp == 0) == (player.engine.end_reason == "defeated")
    assert totals.keys_correct <= totals.keys_pressed == len(player.keys)
    assert totals.words_typed <= sum(len(wave.words) for wave in begun)
    assert totals.enemies_killed <= sum(len(wave.enemies) for wave in begun)
    assert 0 <= totals.max_combo <= 10
    assert (totals.max_combo == 0) == (totals.correct_words == 0)
    lost = sum(event.damage for event in player.events if isinstance(event, PlayerHit))
    assert totals.damage_taken == lost


@given(played())
def test_events_come_in_order_of_time(player: Player) -> None:
    times = [event.at_ms for event in player.events]
    assert times == sorted(times)


# ---------------------------------------------------------------- typing


def test_a_right_key_moves_the_cursor() -> None:
    player = playing("ab")
    player.press("a", 5)
    assert player.engine.position == 1


def test_a_wrong_key_is_counted_and_the_cursor_stays() -> None:
    player = playing("ab")
    assert player.press("x", 5) == [Mistyped("a", "x", 5)]
    assert player.engine.position == 0
    assert (player.engine.totals.keys_pressed, player.engine.totals.keys_correct) == (1, 0)


def test_enter_lands_on_the_next_lines_first_code_character() -> None:
    player = playing("a\n\n    b")
    player.type("a\n")
    assert player.engine.position == 7


def test_any_key_but_enter_is_wrong_at_the_end_of_a_line() -> None:
    player = playing("a\nb")
    assert player.type("a ") == [Mistyped("\n", " ", 20)]


def test_letter_case_matters() -> None:
    assert playing("Ab").type("a") == [Mistyped("A", "a", 10)]


def test_no_key_is_due_before_the_first_wave_and_between_two() -> None:
    player = Player([wave("a")])
    assert player.engine.position == 0
    player.begin()
    player.type("a")
    assert (player.engine.wave, player.engine.position) == (None, 0)


# ---------------------------------------------------------------- words and combo


def test_a_clean_word_deals_its_length_times_the_combo() -> None:
    player = playing("aa bbb")
    assert player.type("aa") == [WordTyped(0, True, 2, 1, 20)]
    assert player.engine.totals.damage_dealt == 2


def test_a_dirty_word_is_incorrect_and_deals_its_length_only() -> None:
    player = playing("a b c d eee ff")
    player.type("a b c d ")
    assert player.type("exee") == [WordTyped(4, False, 3, 1, 120)]
    totals = player.engine.totals
    assert (totals.correct_words, totals.incorrect_words, totals.damage_dealt) == (4, 1, 4 + 3)


def test_a_word_is_dirty_once_however_many_keys_went_wrong() -> None:
    player = playing("ab c")
    player.type("xaxxb")
    assert player.engine.totals.incorrect_words == 1


def test_the_word_after_a_dirty_one_starts_clean() -> None:
    player = playing("a(b")
    player.type("xa(")
    assert (player.engine.totals.incorrect_words, player.engine.totals.correct_words) == (1, 1)


@pytest.mark.parametrize(("text", "before", "rest"), [("a b", "a", " b"), ("a\nb", "a", "\nb")])
def test_a_wrong_key_where_a_space_or_enter_is_due_dirties_no_word(text: str, before: str, rest: str) -> None:
    player = playing(text)
    player.type(before + "x" + rest)
    assert (player.engine.totals.correct_words, player.engine.totals.incorrect_words) == (2, 0)


def test_a_wrong_key_where_a_space_is_due_resets_the_streak() -> None:
    player = playing("a b c d e f")
    player.type("a b c d e")
    assert player.engine.combo == 2
    player.type("x")
    assert player.engine.combo == 1
    player.type(" f")
    assert player.engine.totals.max_combo == 2


def test_the_combo_grows_by_one_every_five_clean_words_the_finished_one_counted_in() -> None:
    player = playing(" ".join("a" * 11))
    combos = []
    for _ in range(11):
        combos += [event.combo for event in player.type("a") if isinstance(event, WordTyped)]
        if not player.engine.over and player.engine.wave is not None:
            player.type(" ")
    assert combos == [1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3]


def test_the_combo_stops_at_ten() -> None:
    player = playing(" ".join("a" * 60))
    player.type(" ".join("a" * 59))
    assert player.engine.combo == 10
    assert player.engine.totals.max_combo == 10


def test_max_combo_is_zero_until_a_clean_word_was_finished() -> None:
    player = playing("a b")
    player.type("xa")
    assert player.engine.totals.max_combo == 0
    player.type(" b")
    assert player.engine.totals.max_combo == 1


def test_the_streak_goes_on_over_waves() -> None:
    player = Player([wave("a b c d", number=1), wave("e", number=2)])
    player.begin()
    player.type("a b c d")
    player.begin()
    assert player.type("e")[0] == WordTyped(0, True, 2, 2, player.engine.at_ms)


# ---------------------------------------------------------------- enemies


def test_an_enemy_is_killed_by_its_lines_last_character_and_not_by_enter() -> None:
    player = playing("ab\nc")
    assert player.type("ab")[-1] == EnemyKilled(0, 20)
    assert player.type("\n") == ()


def test_a_key_at_exactly_the_deadline_kills() -> None:
    player = playing("a\nb", due_ms=[500, 9_000])
    assert EnemyKilled(0, 500) in player.press("a", 500)
    assert player.advance(8_999) == ()
    assert player.engine.hp == 100


def test_a_key_one_millisecond_after_the_deadline_is_hit_first() -> None:
    player = playing("a\nb", due_ms=[500, 9_000])
    events = player.press("a", 501)
    assert events[0] == PlayerHit(0, 10, 90, 500)
    assert EnemyKilled(0, 501) in events


def test_advance_to_exactly_the_deadline_hits() -> None:
    player = playing("a", due_ms=[500])
    assert player.advance(499) == ()
    assert player.advance(500) == [PlayerHit(0, 10, 90, 500)]


def test_no_key_can_be_pressed_at_a_moment_whose_hit_is_dealt() -> None:
    player = playing("ab", due_ms=[500])
    player.advance(500)
    assert player.engine.earliest_key_ms == 501
    with pytest.raises(TimeRanBackwards):
        player.press("a", 500)
    player.press("a", 501)


def test_an_enemy_hits_again_every_interval_until_it_is_killed() -> None:
    player = playing("a\nb", due_ms=[500, 60_000], every_ms=200)
    hits = [event.at_ms for event in player.advance(1_000) if isinstance(event, PlayerHit)]
    assert hits == [500, 700, 900]
    player.press("a", 1_001)
    assert player.advance(5_000) == ()


def test_every_living_enemy_past_its_deadline_hits_from_top_to_bottom() -> None:
    player = playing("a\nb\nc", due_ms=[500, 500, 700], every_ms=10_000)
    assert player.advance(700) == [PlayerHit(0, 10, 90, 500), PlayerHit(1, 10, 80, 500), PlayerHit(2, 10, 70, 700)]


def test_a_killed_enemy_does_not_take_the_hit_of_a_living_one() -> None:
    player = playing("a\nb", due_ms=[500, 500])
    player.press("a", 400)
    assert player.advance(500) == [PlayerHit(1, 10, 90, 500)]


def test_next_deadline_says_when_the_next_hit_is_due() -> None:
    player = playing("a\nb", due_ms=[500, 600], every_ms=1_000)
    assert player.engine.next_deadline_ms == 500
    player.advance(500)
    assert player.engine.next_deadline_ms == 600
    player.advance(600)
    assert player.engine.next_deadline_ms == 1_500
    player.press("a", 700)
    assert player.engine.next_deadline_ms == 1_600


def test_the_game_is_over_at_zero_health() -> None:
    player = playing("a", due_ms=[100], every_ms=100, damage=50)
    assert player.advance(10_000)[-1] == PlayerDefeated(200)
    assert (player.engine.hp, player.engine.end_reason, player.engine.at_ms) == (0, "defeated", 200)


def test_damage_taken_counts_the_health_really_lost() -> None:
    player = playing("a", due_ms=[100], every_ms=100, damage=70)
    assert [event.damage for event in player.advance(10_000) if isinstance(event, PlayerHit)] == [70, 30]
    assert player.engine.totals.damage_taken == 100


def test_a_key_after_the_hit_that_ended_the_game_is_not_counted() -> None:
    player = playing("ab", due_ms=[100], damage=100)
    player.press("a", 50)
    assert player.press("b", 150)[-1] == PlayerDefeated(100)
    assert player.engine.totals.keys_pressed == 1
    assert len(player.keys) == 1


def test_of_two_hits_at_one_moment_the_second_does_not_reach_a_dead_player() -> None:
    player = playing("a\nb", due_ms=[100, 100], damage=100)
    assert player.advance(100) == [PlayerHit(0, 100, 0, 100), PlayerDefeated(100)]


# ---------------------------------------------------------------- waves


def test_the_last_character_clears_the_wave_and_heals() -> None:
    player = playing("a", due_ms=[100], damage=30, heal=5)
    player.advance(100)
    assert player.press("a", 150)[-1] == WaveCleared(1, 75, 150)
    assert player.engine.totals.waves_completed == 1


def test_healing_stops_at_full_health() -> None:
    player = playing("a", due_ms=[100], damage=3, heal=50)
    player.advance(100)
    player.press("a", 150)
    assert player.engine.hp == 100


def test_the_next_wave_starts_at_the_key_that_cleared_the_last_one() -> None:
    player = Player([wave("a", number=1), wave("b", number=2, due_ms=[500])])
    player.begin()
    player.press("a", 1_234)
    player.begin()
    assert player.engine.wave_start_ms == 1_234
    assert player.engine.next_deadline_ms == 1_734


def test_the_clock_stands_while_no_wave_is_ready() -> None:
    player = Player([wave("a", number=1), wave("b", number=2, due_ms=[500])])
    player.advance(700)
    assert player.engine.at_ms == 0
    player.begin()
    player.press("a", 1_000)
    player.advance(99_000)
    player.begin()
    assert (player.engine.at_ms, player.engine.next_deadline_ms) == (1_000, 1_500)


def test_the_clock_runs_while_a_wave_is_under_way() -> None:
    player = playing("a")
    player.advance(700)
    assert player.engine.at_ms == 700


def test_a_key_between_two_waves_is_refused() -> None:
    player = playing("a")
    player.press("a", 10)
    with pytest.raises(NoWave):
        player.press("b", 20)
    assert player.engine.totals.keys_pressed == 1


def test_a_wave_is_refused_while_another_is_under_way() -> None:
    player = playing("a")
    with pytest.raises(EngineRefusal, match="under way"):
        player.engine.begin(wave("b"))


# ---------------------------------------------------------------- time


def test_a_key_may_share_its_moment_with_the_key_before() -> None:
    player = playing("ab")
    player.press("a", 10)
    player.press("b", 10)
    assert player.engine.totals.keys_correct == 2


def test_a_key_before_the_key_before_is_refused() -> None:
    player = playing("ab")
    player.press("a", 10)
    with pytest.raises(TimeRanBackwards):
        player.press("b", 9)
    assert player.engine.totals.keys_pressed == 1


def test_advance_to_the_present_changes_nothing() -> None:
    player = playing("ab")
    player.advance(10)
    assert player.advance(10) == ()


@pytest.mark.parametrize("call", ["advance", "stop"])
def test_time_that_runs_backwards_is_refused(call: str) -> None:
    player = playing("ab")
    player.advance(10)
    with pytest.raises(TimeRanBackwards):
        getattr(player, call)(9)
    assert player.engine.end_reason is None


# ---------------------------------------------------------------- the end


def test_a_quit_ends_the_game_where_it_stands() -> None:
    player = playing("ab")
    player.press("a", 10)
    player.stop(25)
    assert (player.engine.end_reason, player.engine.at_ms, player.engine.over) == ("quit", 25, True)


def test_a_quit_after_death_was_due_is_a_defeat() -> None:
    player = playing("a", due_ms=[100], damage=100)
    player.stop(100)
    assert (player.engine.end_reason, player.engine.at_ms) == ("defeated", 100)


def test_a_quit_just_before_death_was_due_is_a_quit() -> None:
    player = playing("a", due_ms=[100], damage=100)
    player.stop(99)
    assert (player.engine.end_reason, player.engine.hp) == ("quit", 100)


def test_a_quit_between_two_waves_ends_the_game_where_the_clock_stands() -> None:
    player = playing("a")
    player.press("a", 10)
    player.stop(5_000)
    assert (player.engine.end_reason, player.engine.at_ms) == ("quit", 10)


def test_nothing_can_be_done_after_the_end() -> None:
    player = playing("a")
    player.stop(10)
    with pytest.raises(GameIsOver):
        player.press("a", 11)
    with pytest.raises(GameIsOver):
        player.advance(11)
    with pytest.raises(GameIsOver):
        player.stop(11)
    with pytest.raises(GameIsOver):
        player.engine.begin(wave("b"))
    assert player.engine.totals.keys_pressed == 0


def test_a_game_ends_at_its_time_limit() -> None:
    player = playing("a", due_ms=[GAME_LIMIT_MS + 5])
    assert player.advance(GAME_LIMIT_MS + 10) == [LimitReached(GAME_LIMIT_MS)]
    assert (player.engine.end_reason, player.engine.at_ms) == ("limit", GAME_LIMIT_MS)


def test_a_key_at_exactly_the_time_limit_counts_and_a_later_one_does_not() -> None:
    player = playing("ab", due_ms=[GAME_LIMIT_MS + 5])
    player.press("a", GAME_LIMIT_MS)
    assert player.press("b", GAME_LIMIT_MS + 1) == [LimitReached(GAME_LIMIT_MS)]
    assert player.engine.totals.keys_pressed == 1


# ---------------------------------------------------------------- a game with a time limit of its own


def timed(limit_ms: int = 50, **fields: Any) -> Player:
    player = Player([wave("abcd", **fields), wave("ef", number=2)], limit_ms)
    player.begin()
    return player


def test_a_game_with_a_time_limit_ends_at_it_and_not_at_the_time_it_was_told() -> None:
    player = timed()
    assert player.engine.next_deadline_ms == 50
    assert not player.advance(49)
    assert player.advance(300) == [LimitReached(50)]
    assert (player.engine.end_reason, player.engine.at_ms) == ("time", 50)


def test_a_key_at_exactly_that_limit_counts_and_a_later_one_does_not() -> None:
    player = timed()
    player.press("a", 50)
    assert player.press("b", 51) == [LimitReached(50)]
    assert (player.engine.totals.keys_pressed, player.engine.end_reason) == (1, "time")


def test_the_limit_ends_the_game_before_the_hits_of_that_moment() -> None:
    player = timed(50, due_ms=[50], damage=100)
    assert player.advance(60) == [LimitReached(50)]
    assert (player.engine.hp, player.engine.end_reason) == (100, "time")


def test_a_hit_before_the_limit_is_dealt_and_may_end_the_game_first() -> None:
    player = timed(50, due_ms=[49], damage=100)
    player.advance(60)
    assert (player.engine.end_reason, player.engine.at_ms) == ("defeated", 49)


def test_the_limit_holds_in_later_waves_and_while_none_is_under_way_the_clock_stands() -> None:
    player = timed(50)
    player.type("abcd")
    assert not player.advance(500)
    player.begin()
    assert player.advance(500) == [LimitReached(50)]


def test_a_game_of_a_wave_cleared_at_the_limit_ends_when_the_next_one_begins() -> None:
    player = timed(40)
    player.type("abcd")
    player.begin()
    assert player.advance(40) == [LimitReached(40)]


def test_a_limit_later_than_every_game_ends_is_that_of_every_game() -> None:
    player = timed(GAME_LIMIT_MS + 1, due_ms=[GAME_LIMIT_MS + 5])
    player.advance(GAME_LIMIT_MS + 2)
    assert (player.engine.end_reason, player.engine.at_ms) == ("limit", GAME_LIMIT_MS)


@pytest.mark.parametrize("limit_ms", [0, -1])
def test_a_game_lasts_a_millisecond_at_least(limit_ms: int) -> None:
    with pytest.raises(ValueError, match="at least"):
        Engine(limit_ms)


# ---------------------------------------------------------------- the limits of every game


def test_a_game_ends_with_the_key_that_meets_the_key_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(game.engine, "GAME_LIMIT_KEYS", 3)
    player = playing("abcd")
    assert player.type("ax") == [Mistyped("b", "x", 20)]
    assert player.press("b", 30) == [LimitReached(30)]
    assert (player.engine.end_reason, player.engine.totals.keys_pressed) == ("limit", 3)


def test_an_unplayed_engine_is_at_full_health_with_nothing_counted() -> None:
    engine = Engine()
    assert (engine.hp, engine.combo, engine.keys_pressed, engine.waves_completed, engine.over) == (100, 1, 0, 0, False)


# ---------------------------------------------------------------- clean lines


def pushing(**fields: Any) -> Player:
    """Three lines, due a second apart from 1,000 ms on; a point of damage pushes by 10 ms."""
    return playing("ab\ncd\ne", due_ms=[1_000, 2_000, 3_000], push_ms=10, **fields)


def test_a_clean_line_pushes_the_living_enemies_by_its_damage() -> None:
    player = pushing()
    assert player.type("ab")[-1] == EnemiesPushed(20, 20)
    assert player.engine.next_deadline_ms == 2_020
    assert player.type("\ncd")[-1] == EnemiesPushed(20, 50)
    assert (player.engine.next_deadline_ms, player.engine.pushed_ms) == (3_040, 40)


def test_a_line_with_a_wrong_key_pushes_nothing_and_the_next_may_again() -> None:
    player = pushing()
    assert player.type("axb")[-1] == EnemyKilled(0, 30)
    assert player.engine.next_deadline_ms == 2_000
    assert player.type("\ncd")[-1] == EnemiesPushed(20, 60)


def test_a_wrong_key_before_enter_spoils_the_line_that_it_leads_to() -> None:
    player = pushing()
    player.type("ab")
    player.type("x\ncd")
    assert player.engine.pushed_ms == 20


def test_the_push_grows_with_the_combo() -> None:
    player = playing("a b c d\nef\ng", push_ms=10, due_ms=[9_000] * 3)
    assert player.type("a b c d")[-1] == EnemiesPushed(40, 70)
    assert player.type("\nef")[-1] == EnemiesPushed(40, 100)  # the fifth clean word: 2 characters at combo 2


def test_the_last_line_has_nobody_to_push() -> None:
    player = pushing()
    player.type("ab\ncd\ne")
    assert not any(isinstance(event, EnemiesPushed) for event in player.events[-2:])


def test_an_enemy_that_hits_already_hits_later_too() -> None:
    player = pushing(every_ms=700)
    player.advance(2_100)  # the first has hit twice, the second once
    player.press("a", 2_100)
    player.press("b", 2_110)
    assert player.engine.next_deadline_ms == 2_000 + 700 + 20


def test_a_hit_due_at_the_very_moment_of_a_push_is_pushed() -> None:
    player = pushing()
    player.press("a", 900)
    player.press("b", 2_000)  # the second enemy is due at exactly that moment, the first one hits before it
    assert player.engine.next_deadline_ms == 2_020


def test_a_push_ends_with_its_wave() -> None:
    player = Player([wave("a\nb", number=1, push_ms=10), wave("c\nd", number=2, due_ms=[500, 600])])
    player.begin()
    player.type("a\nb")
    player.begin()
    assert (player.engine.pushed_ms, player.engine.next_deadline_ms) == (0, 530)


def test_a_wave_of_old_pushes_nothing() -> None:
    player = playing("ab\ncd", due_ms=[1_000, 2_000])
    assert player.type("ab")[-1] == EnemyKilled(0, 20)
    assert player.engine.next_deadline_ms == 2_000


@pytest.mark.parametrize(("hit_at_ms", "hp"), [(None, 100 - 40 + 15), (5, 100 - 40 - 1 + 5)])
def test_a_wave_without_a_hit_heals_more(hit_at_ms: int | None, hp: int) -> None:
    first = wave("a", number=1, due_ms=[10], damage=40, every_ms=9_000, heal=0)
    due_ms = [hit_at_ms if hit_at_ms is not None else 9_000]
    player = Player([first, wave("b", number=2, due_ms=due_ms, damage=1, every_ms=9_000, heal=5, flawless_heal=10)])
    player.begin()
    player.press("a", 20)
    player.begin()
    player.press("b", 40)
    assert player.engine.hp == hp
