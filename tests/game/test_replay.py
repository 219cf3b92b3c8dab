"""A stored game judges the same again, and an edited one is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import game.engine
from game.keylog import JudgedKeys, Key, KeyLog, decode, encode
from game.replay import BrokenLog, events, replay
from game.terms import EndReason
from tests.game.games import Player, played, playing, state, wave


@settings(max_examples=400)
@given(played())
def test_replay_of_the_stored_log_is_the_live_game_bit_for_bit(player: Player) -> None:
    stored = json.loads(json.dumps(encode(player.log())))
    again = replay(decode(stored))
    assert state(again) == state(player.engine)
    assert again.totals == player.engine.totals


@given(played())
def test_replayed_events_are_the_live_ones(player: Player) -> None:
    assert list(events(player.log())) == player.events


@given(st.data(), st.integers(1, 12))
def test_a_game_that_met_the_key_limit_replays(data: st.DataObject, limit: int) -> None:
    with patch.object(game.engine, "GAME_LIMIT_KEYS", limit):
        player = data.draw(played())
        assert state(replay(player.log())) == state(player.engine)


@given(st.data(), st.integers(0, 800))
def test_a_game_that_met_the_time_limit_replays(data: st.DataObject, limit_ms: int) -> None:
    with patch.object(game.engine, "GAME_LIMIT_MS", limit_ms):
        player = data.draw(played())
        assert state(replay(player.log())) == state(player.engine)


@given(st.data(), st.integers(1, 800))
def test_a_game_with_a_time_limit_of_its_own_replays(data: st.DataObject, limit_ms: int) -> None:
    player = data.draw(played(limit_ms))
    again = replay(decode(json.loads(json.dumps(encode(player.log())))))
    assert state(again) == state(player.engine)
    assert again.at_ms <= limit_ms


@given(played(), st.data())
def test_a_log_cut_short_at_any_key_does_not_pass_for_the_game(player: Player, data: st.DataObject) -> None:
    log = player.log()
    if not log.keys or log.end_reason != "defeated":
        return
    kept = data.draw(st.integers(0, len(log.keys) - 1))
    try:
        cut = replay(replace(log, keys=JudgedKeys.of([*log.keys][:kept])))
    except BrokenLog:
        return
    assert cut.totals.keys_pressed < player.engine.totals.keys_pressed


# ---------------------------------------------------------------- what is refused


def timed_out() -> KeyLog:
    player = Player([wave("abcdef")], time_limit_ms=100)
    player.begin()
    player.type("abc")
    player.advance(400)
    return player.log()


def test_a_log_that_ends_at_its_time_limit_replays() -> None:
    log = timed_out()
    assert (log.end_reason, log.end_ms, replay(log).totals.keys_pressed) == (EndReason.TIME, 100, 3)


@pytest.mark.parametrize(
    "change", [{"time_limit_ms": 90}, {"time_limit_ms": 101}, {"time_limit_ms": None}, {"end_ms": 99}]
)
def test_a_log_that_does_not_end_at_the_limit_that_it_names_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BrokenLog, match="does not end"):
        replay(replace(timed_out(), **change))


def test_a_key_after_the_time_limit_is_refused() -> None:
    log = timed_out()
    with pytest.raises(BrokenLog, match="after the end"):
        replay(and_keys(log, Key(101, 101, "d")))


def test_a_quit_that_hides_the_end_of_the_time_is_refused() -> None:
    with pytest.raises(BrokenLog, match="does not end"):
        replay(replace(timed_out(), end_reason=EndReason.QUIT))


def ended(reason: EndReason = EndReason.QUIT) -> KeyLog:
    """Two waves; the first one cleared cleanly, the second one left in its middle at 200 ms, or died in at 700 ms."""
    player = Player([wave("ab c", number=1), wave("de\nf", number=2, due_ms=[600, 9_000], damage=100)])
    player.begin()
    player.type("ab c")
    player.begin()
    player.type("d")
    player.stop(200, reason) if reason is not EndReason.DEFEATED else player.advance(10_000)
    return player.log()


def with_key(log: KeyLog, index: int, **changes: Any) -> KeyLog:
    keys = [*log.keys]
    keys[index] = keys[index]._replace(**changes)
    return replace(log, keys=JudgedKeys.of(keys))


def and_keys(log: KeyLog, *more: Key) -> KeyLog:
    return replace(log, keys=JudgedKeys.of([*log.keys, *more]))


@pytest.mark.parametrize("reason", [EndReason.QUIT, EndReason.ABANDONED, EndReason.DEFEATED])
def test_an_honest_log_replays(reason: EndReason) -> None:
    log = ended(reason)
    assert replay(log).end_reason == reason
    assert log.end_ms == (640 if reason is EndReason.DEFEATED else 200)


def test_a_key_changed_so_that_a_served_wave_was_never_reached_is_refused() -> None:
    log = ended()
    with pytest.raises(BrokenLog, match="more waves"):
        replay(with_key(log, 3, key="x"))


def test_a_key_changed_in_the_wave_that_was_left_changes_the_totals() -> None:
    log = ended()
    assert replay(with_key(log, 4, key="x")).totals != replay(log).totals


def test_a_time_moved_before_the_key_before_is_refused() -> None:
    log = ended()
    with pytest.raises(BrokenLog):
        replay(with_key(log, 2, at_ms=log.keys.at_ms[1] - 1))


def test_a_negative_time_is_refused() -> None:
    log = ended()
    with pytest.raises(BrokenLog):
        replay(with_key(log, 0, at_ms=-1))


def test_a_key_moved_past_the_death_is_refused() -> None:
    log = ended(EndReason.DEFEATED)
    with pytest.raises(BrokenLog, match="after the end"):
        replay(with_key(log, 4, at_ms=log.end_ms + 1))


def test_a_key_added_after_the_death_is_refused() -> None:
    log = ended(EndReason.DEFEATED)
    late = Key(log.end_ms + 1, 0, "e")
    with pytest.raises(BrokenLog):
        replay(and_keys(log, late))
    with pytest.raises(BrokenLog):
        replay(and_keys(log, late, late))


def test_a_key_after_a_quit_is_refused() -> None:
    log = ended()
    with pytest.raises(BrokenLog):
        replay(and_keys(log, Key(log.end_ms + 1, 0, "e")))


def test_a_quit_that_hides_a_death_is_refused() -> None:
    with pytest.raises(BrokenLog, match="does not end"):
        replay(replace(ended(EndReason.DEFEATED), end_reason=EndReason.QUIT))


@pytest.mark.parametrize("reason", [EndReason.DEFEATED, EndReason.LIMIT])
def test_a_defeat_or_a_limit_that_does_not_follow_from_the_keys_is_refused(reason: EndReason) -> None:
    with pytest.raises(BrokenLog, match="does not end"):
        replay(replace(ended(), end_reason=reason))


@pytest.mark.parametrize("by_ms", [-1, 1])
def test_an_end_of_a_defeat_moved_by_a_millisecond_is_refused(by_ms: int) -> None:
    log = ended(EndReason.DEFEATED)
    with pytest.raises(BrokenLog, match="does not end"):
        replay(replace(log, end_ms=log.end_ms + by_ms))


def test_an_end_before_the_last_key_is_refused() -> None:
    log = ended()
    with pytest.raises(BrokenLog):
        replay(replace(log, end_ms=log.keys.at_ms[-1] - 1))


def test_an_end_between_two_waves_later_than_the_clock_stood_is_refused() -> None:
    player = playing("a")
    player.type("a")
    player.stop(10)
    log = player.log()
    assert replay(log).end_reason == "quit"
    with pytest.raises(BrokenLog, match="does not end"):
        replay(replace(log, end_ms=log.end_ms + 1))


def test_more_keys_than_the_waves_hold_are_refused() -> None:
    log = ended()
    with pytest.raises(BrokenLog, match="more keys than waves"):
        replay(replace(log, waves=log.waves[:1]))


def test_a_wave_that_was_never_begun_is_refused() -> None:
    log = ended()
    with pytest.raises(BrokenLog, match="more waves"):
        replay(replace(log, waves=(*log.waves, wave("x", number=3))))


def test_a_key_and_a_wave_after_the_key_limit_are_refused() -> None:
    with patch.object(game.engine, "GAME_LIMIT_KEYS", 2):
        player = playing("ab")
        player.type("ab")
        log = player.log()
        assert replay(log).end_reason == "limit"
        with pytest.raises(BrokenLog):
            replay(replace(and_keys(log, Key(99, 0, "c")), waves=(*log.waves, wave("c", number=2))))


def test_events_of_a_broken_log_are_refused_too() -> None:
    with pytest.raises(BrokenLog):
        list(events(replace(ended(), end_reason=EndReason.DEFEATED)))
