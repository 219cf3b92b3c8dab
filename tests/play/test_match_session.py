"""play.core.match_session: a clock that starts for all at once, and that nobody can stop."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from game.keylog import decode, encode
from game.replay import replay
from game.rules import FULL_HP
from game.terms import EndReason
from server.play.core.budget import LAG_QUOTA_MS
from server.play.core.match_session import MatchSession
from server.play.core.protocol import Keys, Resume
from server.play.core.reply import NOTHING, Follows, Reply
from server.play.core.tape import Tape
from tests.play.games import DAMAGE, DUE_MS, KEYS, keys, wave

START_MS = 50_000


def read(reply: Reply) -> list[dict[str, Any]]:
    return [orjson.loads(frame) for frame in reply.frames]


def kinds(reply: Reply) -> list[str]:
    return [frame["t"] for frame in read(reply)]


def seat(*, waves: int = 2, starts_ms: int | None = None) -> MatchSession:
    new = MatchSession(
        id="s", token="t", user_id="u", language="PYTHON", difficulty="NORMAL", epoch="e", starts_ms=starts_ms
    )
    for number in range(1, waves + 1):
        new.offer(wave(number), 0)
    new.clear_after(waves)
    return new


def started() -> MatchSession:
    new = seat()
    new.connect(None, 0)
    new.start_at(START_MS, 0)
    new.judge(START_MS)
    return new


# ---------------------------------------------------------------- before the start


def test_nothing_is_shown_before_the_start() -> None:
    game = seat()
    (welcome,) = read(game.connect(None, 10))
    assert (welcome["wave"], welcome["running"], welcome["at"], welcome["v"]) == (None, False, 0, 0)
    assert not game.lacks_wave, "a hello waits for no wave"
    assert (game.wants_waves, game.deadline_ms()) == (0, None)


@pytest.mark.parametrize("call", ["go", "pause", "check_idle"])
def test_before_and_after_the_start_nobody_moves_the_clock(call: str) -> None:
    for game, at_ms in ((seat(starts_ms=START_MS), 0), (started(), 5_000)):
        assert getattr(game, call)(START_MS + 5_000 if at_ms else 40_000) == NOTHING
        assert game.clock_ms(START_MS + 5_000 if at_ms else 40_000) == at_ms


def test_keys_before_the_start_are_no_keys_of_the_game() -> None:
    game = seat(starts_ms=START_MS)
    (ack,) = read(game.keys(keys(1, "abc"), 100))
    assert (ack["s"], len(game.tape), game.engine.keys_pressed) == (3, 0, 0)


def test_the_start_can_be_put_off_and_withdrawn() -> None:
    game = seat()
    assert game.start_at(START_MS, 0).follows == Follows.TIMER
    assert game.deadline_ms() == START_MS
    game.start_at(None, 10)
    assert game.deadline_ms() is None
    assert game.judge(START_MS) == Reply((), Follows.TIMER)
    game.start_at(START_MS + 7, 20)
    assert kinds(game.judge(START_MS + 6)) == []
    assert kinds(game.judge(START_MS + 7)) == ["running", "wave"]


# ---------------------------------------------------------------- the start


def test_everybody_s_clock_starts_at_the_instant_however_late_it_is_noticed() -> None:
    game = seat(starts_ms=START_MS)
    running, first = read(game.judge(START_MS + 30))
    assert (running["v"], running["at"], first["v"], first["n"], first["at"]) == (1, 0, 2, 1, 0)
    assert game.clock_ms(START_MS + 30) == 30
    assert game.deadline_ms() == START_MS + DUE_MS[0] + LAG_QUOTA_MS
    assert game.start_at(START_MS + 9_000, START_MS + 31) == NOTHING, "once begun it stays begun"


def test_a_start_that_is_known_late_begins_at_once() -> None:
    game = seat()
    assert kinds(game.start_at(START_MS, START_MS + 400)) == ["running", "wave"]
    assert game.clock_ms(START_MS + 400) == 400


def test_a_key_is_judged_as_in_every_game() -> None:
    game = started()
    assert kinds(game.keys(keys(1, "a = 1", at_ms=1_000), START_MS + 1_100)) == ["kill", "a"]
    assert [key.at_ms for key in game.tape] == [1_000] * 5
    game.keys(Keys(6, [(1_000, "\n")]), START_MS + 9_000)
    assert [*game.tape][-1].at_ms == 9_000 - LAG_QUOTA_MS


# ---------------------------------------------------------------- away and back


def test_a_drop_stops_nothing_and_counts_no_pause() -> None:
    game = started()
    game.keys(keys(1, "a =", at_ms=500), START_MS + 500)
    game.disconnect(START_MS + 600, our_fault=False, heard_ms=START_MS + 500)
    assert kinds(game.judge(START_MS + DUE_MS[0] + LAG_QUOTA_MS)) == ["hit"]
    now_ms = START_MS + 12_000
    (welcome,) = read(game.connect(Resume("e", 0, 2, 9), now_ms))
    assert (welcome["running"], welcome["at"], welcome["hp"]) == (True, 12_000, FULL_HP - DAMAGE)
    assert (game.pauses, game.paused_ms) == (0, 0)
    game.keys(keys(4, " 1", at_ms=700), now_ms)
    assert [key.at_ms for key in game.tape][-2:] == [12_000 - LAG_QUOTA_MS] * 2, "no resume budget"


def test_a_seat_that_nobody_comes_back_to_falls() -> None:
    game = started()
    game.disconnect(START_MS + 1, our_fault=False)
    while not game.ended:
        deadline_ms = game.deadline_ms()
        assert deadline_ms is not None
        game.judge(deadline_ms)
    assert game.ended_reason is EndReason.DEFEATED
    assert replay(decode(encode(game.key_log()))).hp == 0


# ---------------------------------------------------------------- another process


def restored(game: MatchSession, *, starts_ms: int | None, now_ms: int, written_ms: int) -> MatchSession:
    """On a process whose clock shows `now_ms`; by the first one's it was written at `written_ms`, 3 s before that."""
    other = seat(waves=0, starts_ms=starts_ms)
    tape = Tape()
    tape.paste(game.tape.cut(0, len(game.tape)))
    standing = orjson.loads(orjson.dumps(game.standing(written_ms)))
    other.restore(standing, game.drawn, tape, age_ms=3_000, now_ms=now_ms)
    other.clear_after(2)
    return other


def test_another_process_goes_on_from_the_start_of_the_match() -> None:
    game = started()
    game.keys(keys(1, "a =", at_ms=500), START_MS + 500)
    other = restored(game, starts_ms=900_000, now_ms=908_000, written_ms=START_MS + 600)
    assert (other.clock_ms(908_000), other.running, other.s) == (8_000, True, 3)
    assert kinds(other.keys(keys(4, " 1", at_ms=8_000), 908_000)) == ["kill", "a"]
    (welcome,) = read(other.connect(None, 908_001))
    assert (welcome["running"], welcome["wave"]["n"], welcome["pauses"]) == (True, 1, 0)


def test_without_a_word_of_the_match_the_journal_s_clock_runs_on() -> None:
    other = restored(started(), starts_ms=None, now_ms=908_000, written_ms=START_MS + 5_000)
    assert other.clock_ms(908_000) == 8_000


def test_hits_that_were_due_meanwhile_are_dealt() -> None:
    other = restored(started(), starts_ms=900_000, now_ms=913_000, written_ms=START_MS + 600)
    assert kinds(other.judge(913_000)) == ["hit"]


def test_a_seat_that_waits_still_waits_on_another_process() -> None:
    other = restored(seat(), starts_ms=None, now_ms=900_000, written_ms=100)
    (welcome,) = read(other.connect(None, 900_000))
    assert (welcome["wave"], len(other.ready), other.begun) == (None, 2, False)
    assert kinds(other.start_at(900_500, 900_600)) == ["running", "wave"]


def test_an_ended_seat_stays_ended() -> None:
    game = started()
    game.keys(keys(1, "a"), START_MS + 10)
    game.end(EndReason.CLOSED, START_MS + 700)
    other = restored(game, starts_ms=900_000, now_ms=903_700, written_ms=START_MS + 700)
    assert (other.ended_reason, other.deadline_ms()) == (EndReason.CLOSED, None)


# ---------------------------------------------------------------- the end


def test_the_last_wave_clears_the_seat() -> None:
    game = started()
    frames = kinds(game.keys(keys(1, KEYS * 2, at_ms=2_000), START_MS + 2_000))
    assert frames.count("clear") == 2 and game.ended_reason is EndReason.CLEARED


def test_a_seat_can_be_given_up_before_the_start() -> None:
    game = seat()
    assert game.end(EndReason.QUIT, 500).follows & Follows.ENDED
    assert len(game.key_log().keys) == 0
    assert kinds(game.start_at(600, 700)) == []


def test_a_seat_whose_match_is_closed_replays_to_that_moment() -> None:
    game = started()
    game.keys(keys(1, "a = 1", at_ms=900), START_MS + 900)
    game.end(EndReason.CLOSED, START_MS + 4_321)
    engine = replay(decode(encode(game.key_log())))
    assert (engine.at_ms, engine.end_reason, engine.totals) == (4_321, EndReason.CLOSED, game.engine.totals)
