"""The resume budget: what keys from before a drop may do, and that no number of hellos buys more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from game.terms import EndReason
from server.play.core.budget import ADVANCE_LIMIT_MS, KEY_COST_MS, KEYS_LIMIT, LAG_QUOTA_MS
from server.play.core.protocol import Resume
from server.play.core.reply import Reply
from server.play.core.session import PlaySession
from server.play.core.tape import Tape
from server.play.waves import harmless
from tests.play.games import KEYS, keys, session, wave

MUCH = 2**53 - 1


def kinds(reply: Reply) -> list[str]:
    return [orjson.loads(frame)["t"] for frame in reply.frames]


def dropped(at_ms: int, *, heard_ms: int = 0, waves: int = 3) -> PlaySession:
    """A game that ran from 0 to `at_ms`, when its player's line broke; a frame was last heard at `heard_ms`."""
    game = session(waves=waves)
    game.connect(None, 0)
    game.go(0)
    game.disconnect(at_ms, our_fault=False, heard_ms=heard_ms)
    return game


def back(game: PlaySession, now_ms: int, until: int = MUCH) -> None:
    game.connect(Resume("e", 0, 2, until), now_ms)


def times(game: PlaySession) -> list[int]:
    return [key.at_ms for key in game.tape]


# ---------------------------------------------------------------- what a drop may not cost


def test_keys_of_a_line_that_was_dead_for_long_are_judged_at_their_own_times() -> None:
    game = dropped(9_000)
    back(game, 9_100)
    assert kinds(game.keys(keys(1, "a = 1", at_ms=2_000, step_ms=100), 9_110)) == ["kill", "a"]
    assert times(game) == [2_000, 2_100, 2_200, 2_300, 2_400]
    assert game.clock_ms(20_000) == 9_000


def test_keys_pressed_after_the_server_saw_the_drop_move_the_clock_to_their_times() -> None:
    game = dropped(6_000)
    back(game, 60_000, 2)
    assert kinds(game.keys(keys(1, "a ", at_ms=7_000, step_ms=500), 60_010)) == ["a"]
    assert times(game) == [7_000, 7_500]
    assert game.clock_ms(61_000) == 7_500


# ---------------------------------------------------------------- its bounds


def test_a_game_that_never_ran_has_no_budget() -> None:
    game = session()
    game.connect(None, 0)
    game.disconnect(100, our_fault=False)
    back(game, 60_000)
    assert kinds(game.keys(keys(1, "a"), 60_000)) == ["running", "a"]
    assert game.clock_ms(60_500) == 500


def test_the_clock_is_moved_by_five_seconds_at_most() -> None:
    game = dropped(8_000)
    back(game, 60_000)
    game.keys(keys(1, "a ", at_ms=9_000, step_ms=90_000), 60_000)
    assert times(game) == [9_000, 8_000 + ADVANCE_LIMIT_MS]
    assert game.clock_ms(60_000) == 8_000 + ADVANCE_LIMIT_MS


def test_the_clock_is_moved_by_no_more_than_it_ran() -> None:
    game = dropped(300)
    back(game, 60_000)
    game.keys(keys(1, "a", at_ms=9_000), 60_000)
    assert game.clock_ms(60_000) == 600


def test_no_key_is_earlier_than_forty_milliseconds_after_the_one_before() -> None:
    game = dropped(9_000)
    back(game, 60_000)
    game.keys(keys(1, "a = "), 60_000)
    assert times(game) == [KEY_COST_MS, 2 * KEY_COST_MS, 3 * KEY_COST_MS, 4 * KEY_COST_MS]


def test_the_budget_holds_no_more_keys_than_any_drop_loses() -> None:
    game = dropped(15_000)
    back(game, 60_000)
    assert kinds(game.keys(keys(1, "x" * KEYS_LIMIT), 60_000))[-1] == "a"
    assert not game.running
    game.keys(keys(KEYS_LIMIT + 1, "x"), 60_000)
    assert game.running


def test_only_as_many_keys_as_can_have_been_pressed_unheard_are_covered() -> None:
    game = dropped(9_000, heard_ms=8_900)
    back(game, 9_100)  # 200 ms: five keys
    assert kinds(game.keys(keys(1, "xxxxx"), 9_100)) == ["a"]
    assert kinds(game.keys(keys(6, "x"), 9_100)) == ["running", "a"]


def test_a_key_is_not_earlier_than_the_client_was_last_heard() -> None:
    game = dropped(9_000, heard_ms=7_000)
    back(game, 9_100)
    game.keys(keys(1, "a", at_ms=10), 9_100)
    assert times(game) == [7_000 - LAG_QUOTA_MS]


def test_a_key_that_is_not_covered_is_judged_at_its_arrival_and_starts_the_clock() -> None:
    game = dropped(9_000)
    back(game, 60_000, 1)
    assert kinds(game.keys(keys(1, "aa", at_ms=1_000), 60_000)) == ["running", "a"]
    assert times(game) == [1_000, 9_000 - LAG_QUOTA_MS]
    assert game.clock_ms(60_500) == 9_500


def test_a_player_who_paused_has_said_everything() -> None:
    game = session()
    game.connect(None, 0)
    game.go(0)
    game.pause(9_000)
    game.disconnect(9_500, our_fault=False)
    back(game, 60_000)
    assert kinds(game.keys(keys(1, "a", at_ms=1_000), 60_000)) == ["running", "a"]


def test_a_key_that_clears_the_last_wave_drawn_does_not_put_the_clock_back() -> None:
    game = dropped(9_000, waves=1)
    back(game, 60_000)
    assert kinds(game.keys(keys(1, KEYS, at_ms=1_000, step_ms=50), 60_000))[-2:] == ["clear", "a"]
    assert game.clock_ms(61_000) == 9_000


# ---------------------------------------------------------------- however many hellos come


def test_hellos_while_the_clock_stands_buy_nothing() -> None:
    """Twenty-five reconnects, each with keys stamped 0 ms, once bought 5,880 keys in a game of 16 s."""
    game, now_ms = dropped(2_000, waves=400), 2_000
    for _ in range(25):
        now_ms += 400
        back(game, now_ms)
        for _ in range(4 * len(KEYS)):
            if not game.running and game.engine.wave is not None:
                game.keys(keys(game.s + 1, KEYS[game.engine.totals.keys_correct % len(KEYS)]), now_ms)
        game.disconnect(now_ms, our_fault=False)
    starts = 25
    assert len(game.tape) <= 2_000 // KEY_COST_MS + starts, "what the run has earned, and a key for each start"
    assert game.clock_ms(now_ms) <= 4_000


def test_the_budget_is_not_filled_by_a_change_of_process() -> None:
    game = dropped(4_000)
    back(game, 60_000)
    game.keys(keys(1, "x" * 60), 60_000)
    moved = taken_over(game, 60_500, age_ms=500)
    back(moved, 61_000)
    assert kinds(moved.keys(keys(61, "x" * 40), 61_000)) == ["a"]
    assert kinds(moved.keys(keys(101, "x"), 61_000)) == ["running", "a"]


def test_what_a_running_clock_has_earned_survives_the_death_of_its_process() -> None:
    game = session()
    game.connect(None, 0)
    game.go(0)
    moved = taken_over(game, 2_000, age_ms=900)
    back(moved, 3_000)
    assert kinds(moved.keys(keys(1, "x" * 50), 3_000)) == ["a"]
    assert kinds(moved.keys(keys(51, "x"), 3_000)) == ["running", "a"]


def test_the_death_of_a_process_buys_no_time_in_which_the_client_was_heard() -> None:
    game = session()
    game.connect(None, 0)
    game.go(0)
    game.pinged(1_900)
    moved = taken_over(game, 2_000, age_ms=0)
    back(moved, 2_020)  # 120 ms: three keys
    assert kinds(moved.keys(keys(1, "xxx"), 2_020)) == ["a"]
    assert kinds(moved.keys(keys(4, "x"), 2_020)) == ["running", "a"]


def taken_over(game: PlaySession, now_ms: int, age_ms: int = 0) -> PlaySession:
    """The session as another process finds it `age_ms` after its standing was written at `now_ms`."""
    standing = orjson.loads(orjson.dumps(game.standing(now_ms)))
    other = session(waves=0)
    other.restore(standing, game.drawn, Tape(game.tape), age_ms=age_ms, now_ms=now_ms + age_ms)
    return other


# ---------------------------------------------------------------- any sequence of what a client does


@dataclass
class Run:
    """A run of the clock, and what was judged while it stood after it."""

    ran_ms: int = 0
    covered: int = 0
    moved_ms: int = 0


@dataclass
class Seen:
    runs: list[Run] = field(default_factory=list)
    covered_ms: list[int] = field(default_factory=list)


class AnyClient(RuleBasedStateMachine):
    """Any sequence of hellos, resumes, keys, starts, pauses, drops and hand-overs, with any numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.now_ms = 0
        self.game = session(waves=0)
        for number in range(1, 61):  # whose enemies do no damage, so that the game lasts
            self.game.offer(harmless(wave(number)), 0)
        self.connected = False
        self.heard_ms = 0  # in a run
        self.clock_ms = 0
        self.seen = Seen([Run()])

    # -------------------------------------------------------- what happens

    @initialize(ms=st.integers(0, 20_000))
    def it_runs(self, ms: int) -> None:
        self.hello(0, with_resume=False)
        if ms:
            self.go()
            self.time_passes(ms)

    @rule(ms=st.integers(0, 12_000))
    def time_passes(self, ms: int) -> None:
        before_ms = self.game.clock_ms(self.now_ms)
        self.now_ms += ms
        self.game.judge(self.now_ms)
        assert self.game.clock_ms(self.now_ms) - before_ms <= ms
        if self.game.running:
            self.seen.runs[-1].ran_ms += ms

    @rule(until=st.integers(0, MUCH), with_resume=st.booleans())
    def hello(self, until: int, with_resume: bool) -> None:
        if self.connected:
            self.drop(our_fault=False)
        self.connected = True
        self.game.connect(Resume("e", 0, 0, until) if with_resume else None, self.now_ms)

    @rule(our_fault=st.booleans())
    def drop(self, our_fault: bool) -> None:
        self.connected = False
        self.game.disconnect(self.now_ms, our_fault=our_fault, heard_ms=self.heard_ms)

    @rule(
        gap_ms=st.integers(0, 6_000),
        until=st.integers(100, MUCH),
        count=st.integers(1, 120),
        times=st.integers(1, 4),
        at_ms=st.one_of(st.integers(0, 40_000), st.just(0)),
    )
    def reconnects(self, gap_ms: int, until: int, count: int, times: int, at_ms: int) -> None:
        """What an honest client does, and a greedy one does again and again."""
        for _ in range(times):
            self.drop(our_fault=False)
            self.time_passes(gap_ms)
            self.hello(until, with_resume=True)
            for _ in range(count):
                if not self.game.running:
                    self._press_one(right=False, at_ms=at_ms)

    @precondition(lambda self: self.connected)
    @rule()
    def ping(self) -> None:
        self.game.pinged(self.now_ms)
        if self.game.running:
            self.heard_ms = self.now_ms

    @precondition(lambda self: self.connected)
    @rule()
    def go(self) -> None:
        if not self.game.running and not self.game.ended:
            self._starts()
        self.game.go(self.now_ms)

    @precondition(lambda self: self.connected)
    @rule()
    def pause(self) -> None:
        self.game.pause(self.now_ms)

    @rule(age_ms=st.integers(0, 3_000))
    def the_process_dies(self, age_ms: int) -> None:
        if not self.game.ended:
            self.game = taken_over(self.game, self.now_ms, age_ms)
            self.now_ms += age_ms
            self.connected = False

    @precondition(lambda self: self.connected)
    @rule(
        count=st.integers(1, 120),
        right=st.booleans(),
        at_ms=st.one_of(st.integers(0, 40_000), st.just(0)),
        step_ms=st.integers(0, 300),
    )
    def press(self, count: int, right: bool, at_ms: int, step_ms: int) -> None:
        for number in range(count):
            self._press_one(right, at_ms + number * step_ms)

    def _press_one(self, right: bool, at_ms: int) -> None:
        game = self.game
        if game.ended:
            return
        ran, pressed, standing_ms, judged_ms = (
            game.running,
            len(game.tape),
            game.clock_ms(self.now_ms),
            game.engine.at_ms,
        )
        game.keys(keys(game.s + 1, due(game) if right else "x", at_ms=at_ms), self.now_ms)
        if game.running and not ran:
            self._starts()
        if game.running:
            self.heard_ms = self.now_ms
        if len(game.tape) == pressed:
            return
        key_ms = times(game)[-1]
        if game.running or ran or game.ended:
            assert standing_ms - LAG_QUOTA_MS <= key_ms <= max(standing_ms, judged_ms)
            return
        run = self.seen.runs[-1]
        run.covered += 1
        run.moved_ms += max(0, game.clock_ms(self.now_ms) - standing_ms)
        self.seen.covered_ms.append(key_ms)
        assert key_ms >= judged_ms + KEY_COST_MS
        assert run.covered * KEY_COST_MS <= self.now_ms - self.heard_ms
        assert run.moved_ms <= self.now_ms - self.heard_ms

    def _starts(self) -> None:
        self.seen.runs.append(Run())
        self.heard_ms = self.now_ms

    # -------------------------------------------------------- what always holds

    @invariant()
    def the_clock_never_goes_back(self) -> None:
        clock_ms = self.game.clock_ms(self.now_ms)
        slack_ms = LAG_QUOTA_MS if self.game.engine.wave is None or self.game.ended else 0
        assert clock_ms >= self.clock_ms - slack_ms
        self.clock_ms = max(clock_ms, self.clock_ms - slack_ms)

    @invariant()
    def covered_keys_are_paid_for_by_time_that_the_clock_ran(self) -> None:
        runs = self.seen.runs
        assert sum(run.covered for run in runs) * KEY_COST_MS <= sum(run.ran_ms for run in runs)
        assert sum(run.moved_ms for run in runs) <= sum(run.ran_ms for run in runs)
        assert all(run.covered <= KEYS_LIMIT and run.moved_ms <= ADVANCE_LIMIT_MS for run in runs)

    @invariant()
    def no_second_of_game_time_holds_more_than_twenty_five_covered_keys(self) -> None:
        assert _densest(self.seen.covered_ms) <= 1_000 // KEY_COST_MS

    def teardown(self) -> None:
        if not self.game.ended:
            self.game.end(EndReason.QUIT, self.now_ms)


def due(game: PlaySession) -> str:
    wave_now = game.engine.wave
    return "x" if wave_now is None else wave_now.text[game.engine.position]


def _densest(at_ms: Sequence[int]) -> int:
    """The most keys that any second of game time holds."""
    first = most = 0
    for last, ms in enumerate(at_ms):
        while ms - at_ms[first] >= 1_000:
            first += 1
        most = max(most, last - first + 1)
    return most


TestAnyClient: Any = AnyClient.TestCase
TestAnyClient.settings = settings(max_examples=60, stateful_step_count=20)
