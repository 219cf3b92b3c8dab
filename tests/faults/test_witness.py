"""The witness itself: it accepts a game as it was, and finds each way in which one could be another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson
import pytest

from game.keylog import JudgedKeys, Key, KeyLog
from game.terms import EndReason
from server.play.core.protocol import Keys, Resume
from server.play.core.reply import Reply
from server.play.core.session import PlaySession
from tests.faults.witness import Broken, Stored, Witness, derived
from tests.play.games import KEYS, session

STEP_MS = 100


class Game:
    """A session and its witness, on one told clock."""

    def __init__(self, *, loses: bool = False) -> None:
        self.session: PlaySession = session()
        self.witness = Witness("s", loses)
        self.now_ms = 0
        self.pressed = 0

    def hears(self, reply: Reply) -> list[dict[str, Any]]:
        frames = [orjson.loads(frame) for frame in reply.frames]
        for frame in frames:
            self.witness.received(frame, self.now_ms / 1000)
        return frames

    def says(self, **frame: Any) -> None:
        self.witness.sent(frame, self.now_ms / 1000)

    def hello(self) -> None:
        self.says(t="hello")
        self.hears(self.session.connect(Resume("e", self.witness.durable, 0, self.pressed), self.now_ms))
        self.says(t="go")
        self.hears(self.session.go(self.now_ms))

    def drop(self) -> None:
        self.session.disconnect(self.now_ms, our_fault=False)
        self.witness.dropped()

    def press(self, keys: str) -> None:
        for key in keys:
            self.now_ms += STEP_MS
            self.pressed += 1
            self.says(t="k", s=self.pressed, e=[[self.now_ms, key]])
            self.hears(self.session.keys(Keys(self.pressed, [(self.now_ms, key)]), self.now_ms))

    def quit(self) -> Stored:
        self.says(t="quit")
        self.session.end(EndReason.QUIT, self.now_ms)
        log = self.session.key_log()
        row = {**derived(log, self.session.engine.totals), "pauses": self.session.pauses}
        self.witness.received({"t": "over", "reason": "quit", "result": dict(row)}, self.now_ms / 1000)
        return Stored(log, row)


def played() -> tuple[Witness, KeyLog, dict[str, Any]]:
    """A game with a drop in it and a line killed."""
    game = Game()
    game.hello()
    game.press(KEYS[:7])
    game.drop()
    game.hello()
    game.press("~" + KEYS[7:12])
    stored = game.quit()
    assert stored.log is not None
    assert stored.row is not None
    return game.witness, stored.log, stored.row


def test_a_game_as_it_was_is_accepted() -> None:
    witness, log, row = played()
    witness.check(Stored(log, row))
    assert (len(witness.keys), witness.acked, witness.drops, len(witness.heard)) == (13, 13, 1, 2)


def with_key(log: KeyLog, number: int, **changes: Any) -> KeyLog:
    keys = [*log.keys]
    keys[number - 1] = Key(**{**keys[number - 1]._asdict(), **changes})
    return replace(log, keys=JudgedKeys.of(keys))


def without_key(log: KeyLog, number: int) -> KeyLog:
    keys = [*log.keys]
    return replace(log, keys=JudgedKeys.of(keys[: number - 1] + keys[number:]))


def doubled(log: KeyLog, number: int) -> KeyLog:
    keys = [*log.keys]
    return replace(log, keys=JudgedKeys.of(keys[:number] + keys[number - 1 :]))


def swapped(log: KeyLog) -> KeyLog:
    keys = [*log.keys]
    keys[0], keys[1] = keys[1], keys[0]
    return replace(log, keys=JudgedKeys.of(keys))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda log: without_key(log, 3), "after 2 keys it has"),
        (lambda log: doubled(log, 3), "after 3 keys it has"),
        (swapped, "after 0 keys it has"),
        (lambda log: without_key(log, 13), "13 keys were acknowledged, 12 are stored"),
        (lambda log: with_key(log, 5, key="~"), "after 4 keys it has"),
        (lambda log: with_key(log, 5, client_ms=1), "key 5 is judged at a time that never was"),
        (lambda log: with_key(log, 13, at_ms=log.end_ms - 700), "key 13 is judged at a time that never was"),
        (lambda log: with_key(log, 2, at_ms=300), "key 2 is judged at a time that never was"),
        (lambda log: replace(log, end_ms=log.end_ms + 1_000), "playtime_seconds is"),
    ],
)
def test_a_game_that_is_another_is_refused(change: Callable[[KeyLog], KeyLog], complaint: str) -> None:
    witness, log, row = played()
    with pytest.raises(Broken, match=complaint):
        witness.check(Stored(change(log), row))


@pytest.mark.parametrize(
    ("column", "value"), [("final_score", 1), ("pauses", 0), ("pauses", 2), ("end_reason", "defeated")]
)
def test_a_row_that_does_not_follow_is_refused(column: str, value: object) -> None:
    witness, log, row = played()
    with pytest.raises(Broken, match=column):
        witness.check(Stored(log, row | {column: value}))


def test_a_game_that_is_not_stored_is_refused_unless_nothing_was_typed() -> None:
    witness, _, _ = played()
    with pytest.raises(Broken, match="13 keys of s are not stored"):
        witness.check(Stored(None, None))
    nothing = Witness("s", over={"t": "over", "result": None})
    nothing.check(Stored(None, None))


def test_an_event_that_was_told_and_is_not_in_the_log_is_found() -> None:
    witness, log, row = played()
    told = {"t": "hit", "v": 40, "enemy": 0, "damage": 10, "hp": 90, "at": witness.told_ms}
    witness.received(told, 100)
    with pytest.raises(Broken, match="event 40 was told and never happened"):
        witness.check(Stored(log, row))


# ---------------------------------------------------------------- promises, as they are broken


def connected() -> Game:
    game = Game()
    game.hello()
    game.press(KEYS[:5])
    return game


def welcome(game: Game, **changes: Any) -> dict[str, Any]:
    frame: dict[str, Any] = orjson.loads(game.session.welcome(game.now_ms))
    return frame | changes


@pytest.mark.parametrize(
    ("changes", "loses", "complaint"),
    [
        ({"s": 4}, False, "a welcome to key 4: 5 to 5"),
        ({"s": 4}, True, "a welcome to key 4"),  # the process is the same
        ({"s": 4, "epoch": "f"}, False, "a welcome to key 4"),
        ({"s": 1, "epoch": "f"}, True, "a welcome to key 1: 2 to 5"),
        ({"s": 6}, False, "a welcome to key 6"),
        ({"at": 100}, False, "time is refunded"),
        ({"s": 4, "epoch": "f"}, True, ""),
        ({"s": 2, "epoch": "f", "at": 100}, True, ""),
    ],
)
def test_what_was_promised_is_there_after_a_drop(changes: dict[str, Any], loses: bool, complaint: str) -> None:
    game = connected()
    game.witness.loses, game.witness.durable = loses, 2
    game.drop()
    frame = welcome(game, **changes)
    if complaint:
        with pytest.raises(Broken, match=complaint):
            game.witness.received(frame, game.now_ms / 1000)
    else:
        game.witness.received(frame, game.now_ms / 1000)
        assert len(game.witness.keys) == frame["s"]


@pytest.mark.parametrize(
    ("frame", "complaint"),
    [
        ({"t": "a", "s": 6, "d": 0}, "keys up to 6 are acknowledged"),
        ({"t": "a", "s": 4, "d": 0}, "4 is acknowledged after 5"),
        ({"t": "a", "s": 5, "d": 6}, "up to 6 durable"),
        ({"t": "pong", "n": 1, "at": 900}, "faster than time"),
        ({"t": "pong", "n": 1, "at": 100}, "runs back"),
        ({"t": "hit", "v": 9, "enemy": 1, "damage": 1, "hp": 1, "at": -300}, "runs back"),
        ({"t": "kill", "v": 9, "enemy": 1, "at": 500}, "a kill without a key"),
    ],
)
def test_what_cannot_be_is_found_at_once(frame: dict[str, Any], complaint: str) -> None:
    game = connected()
    game.witness.received({"t": "pong", "n": 0, "at": game.now_ms}, game.now_ms / 1000)
    with pytest.raises(Broken, match=complaint):
        game.witness.received(frame, game.now_ms / 1000)
