"""play.session: frames in, frames out, with the server's time told by the test."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.keylog import decode, encode
from game.replay import replay
from game.terms import EndReason
from server.play.core.budget import LAG_QUOTA_MS
from server.play.core.protocol import Resume
from server.play.core.reply import NOTHING, Follows, Reply
from server.play.core.session import BEAT_LEAST_MS, BEAT_MOST_MS, IDLE_PAUSE_MS, NEXT_SHOWN_LINES, PlaySession
from server.play.core.tape import Tape
from tests.play.games import DAMAGE, DUE_MS, EVERY_MS, KEYS, keys, session, wave


def read(reply: Reply) -> list[dict[str, Any]]:
    return [orjson.loads(frame) for frame in reply.frames]


def kinds(reply: Reply) -> list[str]:
    return [frame["t"] for frame in read(reply)]


def started(waves: int = 3, push_ms: int = 0) -> PlaySession:
    """Connected, and running since server time 0."""
    new = session(waves=waves, push_ms=push_ms)
    new.connect(None, 0)
    new.go(0)
    return new


# ---------------------------------------------------------------- welcome and the clock


def test_welcome_carries_the_first_wave_as_event_one() -> None:
    (welcome,) = read(session().connect(None, 0))
    assert welcome["t"] == "welcome"
    assert (welcome["s"], welcome["d"], welcome["v"], welcome["at"]) == (0, 0, 1, 0)
    assert welcome["running"] is False
    assert welcome["wave"]["n"] == 1
    assert [enemy["due"] for enemy in welcome["wave"]["enemies"]] == list(DUE_MS)


def test_the_game_stands_still_until_go() -> None:
    game = session()
    game.connect(None, 0)
    assert game.clock_ms(20_000) == 0
    assert game.deadline_ms() is None
    (running,) = read(game.go(20_000))
    assert running["t"] == "running"
    assert game.clock_ms(20_500) == 500


def test_a_first_key_starts_the_game_too() -> None:
    game = session()
    game.connect(None, 0)
    assert kinds(game.keys(keys(1, "a"), 9_000)) == ["running", "a"]
    assert game.clock_ms(9_100) == 100


def test_a_repeated_go_changes_nothing() -> None:
    game = started()
    assert game.go(500) == NOTHING
    assert game.clock_ms(1_000) == 1_000


def test_a_hit_is_dealt_only_past_the_lag_quota() -> None:
    game = started()
    assert game.deadline_ms() == DUE_MS[0] + LAG_QUOTA_MS
    assert game.judge(DUE_MS[0] + LAG_QUOTA_MS - 1) == Reply([], Follows.TIMER)
    (hit,) = read(game.judge(DUE_MS[0] + LAG_QUOTA_MS))
    assert hit == {"t": "hit", "v": 3, "enemy": 0, "damage": DAMAGE, "hp": 90, "at": DUE_MS[0]}


# ---------------------------------------------------------------- keys


def test_each_frame_of_keys_is_answered_by_one_ack_after_its_events() -> None:
    game = started()
    frames = read(game.keys(keys(1, KEYS), 1_000))
    assert [frame["t"] for frame in frames] == ["kill", "kill", "kill", "clear", "wave", "a"]
    assert [frame["v"] for frame in frames[:-1]] == [3, 4, 5, 6, 7]
    assert frames[-1]["s"] == len(KEYS)
    assert frames[4]["n"] == 2


def test_a_clean_line_pushes_after_its_kill_and_before_its_ack() -> None:
    game = started(push_ms=100)
    kill, push, ack = read(game.keys(keys(1, "a = 1"), 1_000))
    assert (kill["t"], kill["v"], ack["t"]) == ("kill", 3, "a")
    assert push == {"t": "push", "v": 4, "by_ms": 300, "at": 750}
    assert game.deadline_ms() == DUE_MS[1] + 300 + LAG_QUOTA_MS


def test_the_last_line_of_a_wave_clears_and_does_not_push() -> None:
    game = started(push_ms=100)
    assert kinds(game.keys(keys(1, KEYS), 1_000)) == ["kill", "push", "kill", "push", "kill", "clear", "wave", "a"]


def test_a_line_with_a_wrong_key_does_not_push() -> None:
    game = started(push_ms=100)
    assert kinds(game.keys(keys(1, "a x= 1"), 1_000)) == ["kill", "a"]


def test_a_timer_that_rings_before_a_pushed_deadline_deals_nothing() -> None:
    game = started(push_ms=100)
    game.keys(keys(1, "a = 1"), 1_000)
    assert game.judge(DUE_MS[1] + LAG_QUOTA_MS) == Reply([], Follows.TIMER)
    (hit,) = read(game.judge(DUE_MS[1] + LAG_QUOTA_MS + 300))
    assert (hit["enemy"], hit["at"]) == (1, DUE_MS[1] + 300)


def test_a_welcome_in_the_middle_of_a_wave_says_when_its_pushed_enemies_hit() -> None:
    game = started(push_ms=100)
    game.keys(keys(1, "a = 1\nif a:"), 1_000)
    (welcome,) = read(game.connect(None, 2_000))
    pushed_ms = 300 + 600  # "a:" has combo 2
    assert [enemy["due"] for enemy in welcome["wave"]["enemies"]] == [due + pushed_ms for due in DUE_MS]
    assert welcome["wave"]["at"] == 0


def test_a_push_ends_with_its_wave() -> None:
    game = started(push_ms=100)
    frames = read(game.keys(keys(1, KEYS), 1_000))
    (begun,) = [frame for frame in frames if frame["t"] == "wave"]
    assert [enemy["due"] - begun["at"] for enemy in begun["enemies"]] == list(DUE_MS)


def test_a_wave_says_what_speed_it_asks_for() -> None:
    game = started()
    frames = read(game.keys(keys(1, KEYS), 1_000))
    assert frames[-2]["asked_wpm"] == 31.5
    (welcome,) = read(game.connect(None, 2_000))
    assert welcome["wave"]["asked_wpm"] == 31.5


def test_the_ack_says_where_the_cursor_is() -> None:
    game = started()
    ack = read(game.keys(keys(1, "a = 1"), 1_000))[-1]
    assert ack["p"] == 5  # the Enter at the first line's end
    ack = read(game.keys(keys(6, "\nif a:\n"), 2_000))[-1]
    assert ack["p"] == 16  # past the third line's indentation


def test_repeated_keys_are_acknowledged_again_and_change_nothing() -> None:
    game = started()
    first = game.keys(keys(1, "a ="), 1_000)
    totals = game.engine.totals
    assert game.keys(keys(1, "a ="), 1_001) == Reply(first.frames, Follows.NOTHING)
    assert game.engine.totals == totals


def test_of_a_partly_repeated_frame_the_tail_is_applied() -> None:
    game = started()
    game.keys(keys(1, "a "), 1_000)
    (ack,) = read(game.keys(keys(1, "a = "), 1_001))
    assert ack["s"] == 4
    assert game.engine.totals.keys_pressed == 4


def test_a_gap_gets_one_error_and_a_welcome_then_silence() -> None:
    game = started()
    game.keys(keys(1, "a"), 1_000)
    error, welcome = read(game.keys(keys(3, "="), 1_001))
    assert (error["t"], error["code"]) == ("error", "keys/gap")
    assert welcome["s"] == 1
    assert game.keys(keys(4, " "), 1_002) == NOTHING
    assert kinds(game.keys(keys(2, " "), 1_003)) == ["a"]
    assert len(game.keys(keys(9, "1"), 1_004).frames) == 2  # a new gap is told again


def test_repeated_keys_do_not_make_a_gap_new() -> None:
    game = started()
    game.keys(keys(1, "a"), 1_000)
    assert kinds(game.keys(keys(3, "="), 1_001)) == ["error", "welcome"]
    assert not game.reports_gap
    assert kinds(game.keys(keys(1, "a"), 1_002)) == ["a"]
    assert game.keys(keys(3, "="), 1_003) == NOTHING
    game.connect(None, 1_004)
    assert kinds(game.keys(keys(3, "="), 1_005)) == ["error", "welcome"], "another connection has not been told"


def test_keys_after_the_end_are_ignored() -> None:
    game = started()
    game.keys(keys(1, "a"), 1_000)
    game.end(EndReason.QUIT, 2_000)
    assert game.keys(keys(2, " "), 2_001) == NOTHING
    assert game.engine.totals.keys_pressed == 1


def test_keys_while_no_wave_is_ready_are_counted_and_not_judged() -> None:
    game = started(waves=1)
    game.keys(keys(1, KEYS), 1_000)
    assert game.engine.wave is None
    (ack,) = read(game.keys(keys(len(KEYS) + 1, "zzz"), 5_000))
    assert ack["s"] == len(KEYS) + 3
    assert game.engine.totals.keys_pressed == len(KEYS)


def test_while_no_wave_is_ready_the_clock_stands_and_that_is_no_pause() -> None:
    game = started(waves=1)
    game.keys(keys(1, KEYS, at_ms=900), 1_000)
    assert game.clock_ms(60_000) == 900
    (frame,) = read(game.offer(wave(2), 60_000))
    assert (frame["t"], frame["at"]) == ("wave", 900)
    assert game.clock_ms(60_100) == 1_000
    assert game.pauses == 0


# ---------------------------------------------------------------- time


@pytest.mark.parametrize(
    ("client_ms", "arrival_ms", "judged_ms"),
    [(950, 1_000, 950), (100, 1_000, 1_000 - LAG_QUOTA_MS), (5_000, 1_000, 1_000), (1_000, 1_000, 1_000)],
)
def test_a_keys_time_is_the_clients_within_the_lag_quota(client_ms: int, arrival_ms: int, judged_ms: int) -> None:
    game = started()
    game.keys(keys(1, "a", at_ms=client_ms), arrival_ms)
    (key,) = game.tape
    assert (key.at_ms, key.client_ms) == (judged_ms, client_ms)


def test_a_key_is_never_earlier_than_the_key_before_it() -> None:
    game = started()
    game.keys(keys(1, "a", at_ms=1_000), 1_000)
    game.keys(keys(2, " ", at_ms=900), 1_010)
    assert [key.at_ms for key in game.tape] == [1_000, 1_000]


def test_a_player_a_quota_away_loses_nothing_to_the_network() -> None:
    game = started()
    game.keys(keys(1, "a = ", at_ms=0), 100)
    frames = game.keys(keys(5, "1", at_ms=DUE_MS[0]), DUE_MS[0] + LAG_QUOTA_MS)
    assert kinds(frames) == ["kill", "a"]
    assert game.engine.hp == 100


def test_beyond_the_quota_the_hit_comes_first() -> None:
    game = started()
    game.keys(keys(1, "a = ", at_ms=0), 100)
    frames = game.keys(keys(5, "1", at_ms=DUE_MS[0]), DUE_MS[0] + LAG_QUOTA_MS + 1)
    assert kinds(frames) == ["hit", "kill", "a"]
    assert game.engine.hp == 90


# ---------------------------------------------------------------- the text of the next wave

LONG = "\n".join(f"a{n}" for n in range(NEXT_SHOWN_LINES + 2))
LONG_DUE_MS = tuple(10_000 * n for n in range(1, NEXT_SHOWN_LINES + 3))


def of_long_waves(*, wants_next: bool) -> PlaySession:
    game = PlaySession(id="s", token="t", user_id="u", language="PYTHON", difficulty="NORMAL", epoch="e")
    for number in (1, 2):
        game.offer(wave(number, LONG, LONG_DUE_MS), 0)
    game.connect(None, 0, wants_next=wants_next)
    game.go(0)
    return game


def test_the_next_wave_is_shown_once_when_few_lines_are_left() -> None:
    game = of_long_waves(wants_next=True)
    assert "next" not in kinds(game.keys(keys(1, LONG[:4]), 100))
    reply = read(game.keys(keys(5, LONG[4:5]), 200))  # the second line's last key
    assert [frame["t"] for frame in reply] == ["kill", "next", "a"]
    assert {key: reply[1][key] for key in ("n", "text")} == {"n": 2, "text": LONG}
    assert "due" not in str(reply[1]), "when its enemies come is not known yet"
    rest = game.keys(keys(6, LONG[5:]), 300)
    assert kinds(rest).count("next") == 0
    assert kinds(rest)[-2:] == ["wave", "a"]
    assert read(rest)[-2]["text"] == reply[1]["text"]


def test_a_client_that_does_not_ask_for_it_is_not_shown_the_next_wave() -> None:
    game = of_long_waves(wants_next=False)
    assert "next" not in kinds(game.keys(keys(1, LONG), 100))


def test_a_page_that_was_loaded_again_is_shown_the_next_wave_again() -> None:
    game = session()  # of three lines
    for _ in range(2):
        assert kinds(game.connect(None, 0, wants_next=True)) == ["welcome", "next"]


def test_a_short_wave_is_followed_by_the_next_as_soon_as_that_is_drawn() -> None:
    game = session(waves=1)
    game.connect(None, 0, wants_next=True)
    assert kinds(game.offer(wave(2), 10)) == ["next"]
    assert kinds(game.offer(wave(3), 20)) == []
    game.go(30)
    assert kinds(game.keys(keys(1, KEYS), 100))[-3:] == ["wave", "next", "a"]


# ---------------------------------------------------------------- pauses


def test_a_pause_stops_the_clock_until_go_and_is_counted_once() -> None:
    game = started()
    (paused,) = read(game.pause(3_000))
    assert (paused["t"], paused["at"], paused["reason"]) == ("paused", 3_000, "player")
    assert (paused["pauses"], paused["paused_ms"]) == (1, 0)
    assert game.pause(4_000) == NOTHING
    assert game.judge(90_000) == NOTHING
    game.go(53_000)
    assert (game.pauses, game.paused_ms, game.clock_ms(54_000)) == (1, 50_000, 4_000)
    (again,) = read(game.pause(55_000))
    assert (again["pauses"], again["paused_ms"]) == (2, 50_000)
    (welcome,) = read(game.connect(None, 56_000))
    assert (welcome["pauses"], welcome["paused_ms"]) == (2, 51_000)


def test_a_drop_is_a_pause_and_our_own_fault_is_not() -> None:
    dropped, drained = started(), started()
    dropped.disconnect(2_000, our_fault=False)
    drained.disconnect(2_000, our_fault=True)
    for game in (dropped, drained):
        game.connect(None, 12_000)
        game.go(13_000)
        assert game.clock_ms(14_000) == 3_000
    assert (dropped.pauses, dropped.paused_ms) == (1, 11_000)
    assert (drained.pauses, drained.paused_ms) == (0, 0)


def test_a_pause_goes_on_in_another_process_and_stays_one() -> None:
    game = started()
    game.pause(1_000)
    moved = crash(game, 3_000, age_ms=60_000)
    moved.connect(None, 70_000)
    assert moved.check_idle(70_000 + IDLE_PAUSE_MS) == NOTHING
    moved.go(103_000)
    assert (moved.pauses, moved.paused_ms) == (1, 102_000)


def test_the_death_of_a_process_under_a_running_game_is_no_pause() -> None:
    moved = crash(started(), 3_000, age_ms=60_000)
    moved.connect(None, 63_000)
    moved.go(64_000)
    assert (moved.pauses, moved.paused_ms) == (0, 0)


def test_half_a_minute_without_go_counts_as_a_pause() -> None:
    game = session()
    game.connect(None, 0)
    assert game.check_idle(IDLE_PAUSE_MS - 1) == NOTHING
    (paused,) = read(game.check_idle(IDLE_PAUSE_MS))
    assert paused["reason"] == "idle"
    assert game.check_idle(2 * IDLE_PAUSE_MS) == NOTHING
    assert game.pauses == 1


def promising(beat_ms: int) -> PlaySession:
    """Running since 0, by a client that wants to be heard that often, and typed a key at 1,000."""
    game = session()
    game.connect(None, 0, beat_ms=beat_ms)
    game.go(0)
    game.keys(keys(1, "a", at_ms=1_000), 1_000)
    return game


def test_who_is_silent_against_their_word_finds_the_clock_where_they_left_it() -> None:
    game = promising(4_000)
    assert game.check_idle(9_000) == NOTHING
    assert game.check_idle(9_001, has_listened=False) == NOTHING
    (paused,) = read(game.check_idle(9_001))
    assert (paused["reason"], paused["at"], paused["pauses"]) == ("server", 1_000, 1)
    assert game.check_idle(60_000) == NOTHING
    game.go(60_000)
    assert game.paused_ms == 59_000  # the silence is part of it
    assert game.clock_ms(60_500) == 1_500
    assert kinds(game.keys(keys(2, " "), 61_000)) == ["a"]
    assert game.engine.hp == 100


def test_a_frame_that_says_nothing_breaks_the_silence() -> None:
    """`go` in a running game, or a key after a gap: a pause could be had by them at any moment otherwise."""
    game = promising(4_000)
    assert game.check_idle(9_001, heard_ms=8_000) == NOTHING
    (paused,) = read(game.check_idle(16_001, heard_ms=8_000))
    assert paused["at"] == 8_000


def test_undone_time_is_not_counted_twice_for_the_resume_budget() -> None:
    """A standing written during the silence has counted it, and the clock runs through it again."""
    game = promising(4_000)
    game.standing(9_000)
    game.check_idle(9_001)
    game.go(20_000)
    game.pause(20_100, "idle")
    once = promising(4_000)
    once.standing(9_000)
    assert game.standing(20_100)["budget"][0] == once.standing(9_000)["budget"][0] == 9_000


def test_what_has_hit_meanwhile_has_hit() -> None:
    game = promising(4_000)
    game.pinged(3_000)
    assert "hit" in kinds(game.judge(DUE_MS[0] + LAG_QUOTA_MS))
    (paused,) = read(game.check_idle(11_001))
    assert paused["at"] == DUE_MS[0]
    game.go(20_000)
    assert game.paused_ms == 20_000 - DUE_MS[0]


def test_who_has_promised_nothing_may_be_silent() -> None:
    assert promising(0).check_idle(24_000) == NOTHING


def test_who_promises_too_much_is_held_to_a_second() -> None:
    assert promising(1).check_idle(1_000 + 2 * BEAT_LEAST_MS) == NOTHING
    assert promising(1).check_idle(1_001 + 2 * BEAT_LEAST_MS) != NOTHING


def test_who_promises_next_to_nothing_is_held_to_ten_seconds() -> None:
    assert promising(2**53 - 1).check_idle(1_001 + 2 * BEAT_MOST_MS) != NOTHING


def test_quit_works_while_paused() -> None:
    game = started()
    game.keys(keys(1, "a"), 500)
    game.pause(1_000)
    game.end(EndReason.QUIT, 99_000)
    assert (game.ended_reason, game.engine.at_ms) == ("quit", 1_000)


# ---------------------------------------------------------------- resuming


def test_keys_pressed_before_a_drop_keep_their_times_and_do_not_start_the_clock() -> None:
    game = started()
    game.keys(keys(1, "a", at_ms=1_000), 1_000)
    game.disconnect(1_200, our_fault=False)
    (welcome,) = read(game.connect(Resume("e", 1, 2, 3), 60_000))
    assert (welcome["s"], welcome["at"], welcome["running"]) == (1, 1_200, False)
    assert kinds(game.keys(keys(2, " =", at_ms=1_100, step_ms=50), 60_010)) == ["a"]
    assert [key.at_ms for key in game.tape] == [1_000, 1_100, 1_150]
    assert game.clock_ms(61_000) == 1_200
    assert kinds(game.keys(keys(4, " "), 61_000)) == ["running", "a"]


def test_a_client_that_was_promised_more_keys_than_survived_plays_on_unranked() -> None:
    game = started()
    game.connect(Resume("an older epoch", 5, 2, 5), 1_000)
    assert game.journal_lost
    assert not session().journal_lost


# ---------------------------------------------------------------- the end


def test_defeat_ends_the_game_at_the_deadline() -> None:
    game = started()
    game.keys(keys(1, "a"), 10)
    frames = game.judge(600_000)
    assert kinds(frames) == ["hit"] * 10
    assert game.ended_reason == "defeated"
    # hits in order: 10, 15, 20, 20, 25, 25, 30, 30, 30, 35 s
    assert game.engine.at_ms == DUE_MS[0] + 5 * EVERY_MS


def test_the_log_of_an_ended_game_plays_again() -> None:
    game = started()
    game.keys(keys(1, KEYS + "x" + KEYS[:4], step_ms=40), 4_000)
    game.judge(40_000)
    game.end(EndReason.QUIT, 41_000)
    log = decode(encode(game.key_log()))
    assert replay(log).totals == game.engine.totals


# ---------------------------------------------------------------- what follows


def test_a_clock_that_starts_asks_for_a_timer_also_after_a_resume_that_moved_it() -> None:
    game = started()
    before_ms = game.deadline_ms()
    game.disconnect(1_000, our_fault=False)
    game.connect(Resume("e", 0, 2, 1), 2_000)
    assert game.keys(keys(1, "a", at_ms=2_000), 2_010).follows == Follows.JOURNAL  # it stands, at a later time
    reply = game.go(2_100)
    assert reply.follows == Follows.JOURNAL | Follows.TIMER
    assert before_ms is not None
    assert game.deadline_ms() == before_ms + 2_100 - 2_000, "earlier than the timer that is still armed"


def test_a_key_changes_what_the_journal_must_hold_and_a_repeated_one_does_not() -> None:
    game = started()
    assert game.keys(keys(1, "a"), 1_000).follows == Follows.JOURNAL
    assert game.keys(keys(1, "a"), 1_001).follows == Follows.NOTHING
    assert game.keys(keys(1, "a "), 1_002).follows == Follows.JOURNAL


def test_a_gap_changes_nothing_that_must_be_written() -> None:
    assert started().keys(keys(9, "a"), 1_000).follows == Follows.NOTHING


def test_a_wave_that_begins_asks_for_the_next_one_and_for_a_timer() -> None:
    game = started(waves=2)
    every = Follows.JOURNAL | Follows.TIMER | Follows.WAVES
    assert game.keys(keys(1, KEYS), 1_000).follows == every
    assert game.keys(keys(1 + len(KEYS), KEYS), 2_000).follows == Follows.JOURNAL | Follows.WAVES, "none was ready"
    assert game.offer(wave(3), 3_000).follows == every
    assert game.offer(wave(4), 3_000).follows == Follows.JOURNAL, "it waits for its turn"


def test_a_timer_that_rings_early_is_set_again_and_one_that_rings_while_the_clock_stands_is_not() -> None:
    game = started()
    assert game.judge(500).follows == Follows.TIMER
    assert game.judge(DUE_MS[0] + LAG_QUOTA_MS).follows == Follows.TIMER | Follows.JOURNAL
    game.pause(12_000)
    assert game.judge(90_000).follows == Follows.NOTHING


@pytest.mark.parametrize("way", ["defeated", "quit", "cleared"])
def test_the_end_is_said_once_however_it_comes(way: str) -> None:
    game = started(waves=1)
    game.clear_after(1)
    if way == "defeated":
        reply = game.judge(600_000)
    else:
        reply = game.end(EndReason.QUIT, 500) if way == "quit" else game.keys(keys(1, KEYS), 1_000)
    assert game.ended_reason == way
    assert reply.follows == Follows.JOURNAL | Follows.ENDED
    assert [game.end(EndReason.QUIT, 700_000), game.go(700_000), game.judge(700_000)] == [NOTHING] * 3


def test_of_two_times_told_for_the_end_the_first_is_kept() -> None:
    game = started()
    first, later = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    game.note_end(first)
    game.note_end(later)
    assert game.ended_at == first


moves = st.lists(
    st.one_of(
        st.tuples(st.just("keys"), st.text("a =1if:b2\nx", min_size=1, max_size=9), st.integers(-400, 400)),
        st.tuples(st.just("right"), st.integers(1, 12), st.integers(-400, 400)),
        st.tuples(st.sampled_from(["judge", "pause", "go", "drop", "connect", "crash"]), st.none(), st.none()),
    ).flatmap(lambda move: st.tuples(st.just(move), st.integers(0, 7_000))),
    min_size=1,
    max_size=40,
)


@given(moves)
def test_any_game_replays_bit_for_bit_and_survives_a_crash(steps: list[Any]) -> None:
    """Random keys, lags, pauses, drops and process deaths; after each death the journal's copy plays on."""
    game, now_ms, number = started(), 0, 4
    for (move, what, lag_ms), wait_ms in steps:
        now_ms += wait_ms
        while game.wants_waves > 0:
            game.offer(wave(number), now_ms)
            number += 1
        if move in ("keys", "right"):
            text = what if move == "keys" else due(game, what)
            if text:
                game.keys(keys(game.s + 1, text, at_ms=max(0, game.clock_ms(now_ms) + lag_ms)), now_ms)
        elif move == "crash":
            game = crash(game, now_ms)
        elif move == "drop":
            game.disconnect(now_ms, our_fault=False)
        elif move == "connect":
            game.connect(None, now_ms)
        else:
            {"judge": game.judge, "pause": game.pause, "go": game.go}[move](now_ms)
        if game.ended:
            break
    game.end(EndReason.QUIT, now_ms)
    again = replay(decode(encode(game.key_log())))
    assert (again.totals, again.hp, again.at_ms) == (game.engine.totals, game.engine.hp, game.engine.at_ms)


def due(game: PlaySession, count: int) -> str:
    """The next right keys."""
    wave_now = game.engine.wave
    return "" if wave_now is None else wave_now.typed.keys[wave_now.typed.offsets.index(game.engine.position) :][:count]


def crash(game: PlaySession, now_ms: int, age_ms: int = 0) -> PlaySession:
    """The session as another process finds it `age_ms` later: through JSON, as the journal keeps it."""
    standing = orjson.loads(orjson.dumps(game.standing(now_ms)))
    tape = Tape()
    tape.paste(game.tape.cut(0, len(game.tape)))
    other = session(waves=0)
    other.restore(standing, game.drawn, tape, age_ms=age_ms, now_ms=now_ms + age_ms)
    assert (other.engine.totals, other.engine.hp, other.s) == (game.engine.totals, game.engine.hp, game.s)
    assert other.clock_ms(now_ms) == game.clock_ms(now_ms)
    assert (other.waves, other.ready) == (game.waves, game.ready)
    return other
