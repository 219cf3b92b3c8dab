"""The bot's half of the protocol against the server's half, over a network that delays and drops."""

from __future__ import annotations

from collections import deque
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.keylog import decode_wave, encode_wave
from game.replay import replay
from game.terms import EndReason
from server.play.core import protocol
from server.play.core.protocol import Go, Hello, Keys, Pause, Ping, Quit
from server.play.core.reply import Follows, Reply
from server.play.core.session import PlaySession
from server.play.core.tape import Tape
from server.robots.client import GameClient, Outcome, ProtocolBroken
from tests.game.games import wave

TEXTS = ("ab c\n  d", "if x:\n    y()", "(a)")


def a_wave(number: int, turn: int = 0, *, deadly: bool = False) -> Any:
    """Wave `number`; another process (`turn`) draws another text for it. A deadly one ends the game within a second."""
    text = TEXTS[(number + turn) % len(TEXTS)]
    if deadly:
        return wave(text, number=number, damage=50, due_ms=[400] * (1 + text.count("\n")), every_ms=300)
    return wave(text, number=number, damage=1)


class Network:
    """One game between GameClient and PlaySession. Frames wait in both directions until they are let through."""

    def __init__(self, *, deadly: bool = False) -> None:
        self.deadly = deadly
        self.now_ms = 0
        self.processes = 0
        self.session = self._process()
        self.client = GameClient("t")
        self.journal: dict[str, Any] = {}
        self.journalled_keys = b""
        self.write_journal()
        self.up: deque[bytes] = deque()
        self.down: deque[bytes] = deque()
        self.connected = False  # for the client
        self.greeted = False  # for the server: it has nothing to say before hello

    def _process(self) -> PlaySession:
        self.processes += 1
        return PlaySession(
            id="s", token="t", user_id="u", language="PYTHON", difficulty="NORMAL", epoch=f"epoch {self.processes}"
        )

    # ------------------------------------------------------------ the server's side

    def draw(self) -> None:
        """The next wave is there."""
        number = len(self.session.waves) + len(self.session.ready) + 1
        self._answer(self.session.offer(a_wave(number, self.processes, deadly=self.deadly), self.now_ms))

    def wait(self, ms: int) -> None:
        """The session's timer rings when it is due, as the table arms it."""
        self.now_ms += ms
        while (due_ms := self.session.deadline_ms()) is not None and due_ms <= self.now_ms:
            self._answer(self.session.judge(self.now_ms))

    def write_journal(self) -> None:
        """At its worst: without the waves that are drawn and not begun, so that another process draws others."""
        self.journal = orjson.loads(
            orjson.dumps(
                {
                    "standing": self.session.standing(self.now_ms),
                    "waves": [encode_wave(wave) for wave in self.session.waves],
                }
            )
        )
        self.journalled_keys = self.session.tape.cut(0, len(self.session.tape))
        self.session.journalled(self.session.s)

    def kill(self) -> None:
        """The process dies; another one takes the game from the journal."""
        self.drop()
        self.session = self._process()
        tape = Tape()
        tape.paste(self.journalled_keys)
        waves = [decode_wave(wave) for wave in self.journal["waves"]]
        self.session.restore(self.journal["standing"], waves, tape, age_ms=0, now_ms=self.now_ms)

    def _receive(self, raw: bytes) -> None:
        session, frame = self.session, protocol.parse(raw)
        match frame:
            case Hello():
                self.greeted = True
                self._answer(session.connect(frame.resume, self.now_ms))
            case Keys():
                self._answer(session.keys(frame, self.now_ms))
            case Go():
                self._answer(session.go(self.now_ms))
            case Pause():
                self._answer(session.pause(self.now_ms))
            case Quit():
                self._answer(session.end(EndReason.QUIT, self.now_ms))
            case Ping():
                self._answer(Reply([protocol.pong(frame.n, session.clock_ms(self.now_ms))], Follows.NOTHING))
            case _:
                raise AssertionError(f"the server does not understand {raw!r}")

    def _answer(self, reply: Reply) -> None:
        if self.greeted:
            self.down.extend(reply.frames)

    # ------------------------------------------------------------ the network

    def connect(self) -> None:
        self.connected = True
        self.send(self.client.hello())

    def drop(self) -> None:
        """Whatever is under way is lost."""
        if self.connected:
            self.connected = self.greeted = False
            self.session.disconnect(self.now_ms, our_fault=False)
            self.client.dropped(self.now_s)
        self.up.clear()
        self.down.clear()

    def send(self, frame: dict[str, Any]) -> None:
        self.up.append(orjson.dumps(frame))

    def step_up(self) -> None:
        if self.up:
            self._receive(self.up.popleft())

    def step_down(self) -> None:
        if self.down:
            for frame in self.client.take(orjson.loads(self.down.popleft()), self.now_s):
                self.send(frame)

    def settle(self) -> None:
        """Let everything through, in both directions."""
        while self.up or self.down:
            self.step_up()
            self.step_down()

    @property
    def now_s(self) -> float:
        return self.now_ms / 1000

    def press(self, *, right: bool = True) -> None:
        left = self.client.keys_left
        if self.connected and left:
            self.send(self.client.press(left[0] if right else "~", self.now_s))


def running(waves: int = 2, *, deadly: bool = False) -> Network:
    network = Network(deadly=deadly)
    for _ in range(waves):
        network.draw()
    network.connect()
    network.settle()
    network.write_journal()
    return network


def same_cursor(network: Network) -> bool:
    engine, client = network.session.engine, network.client
    return network.session.s == client.pressed and (
        engine.wave is None
        or engine.wave.typed.keys[len(engine.wave.typed.keys) - len(client.keys_left) :] == client.keys_left
    )


STEPS = ["right"] * 8 + ["finish"] * 2 + ["up"] * 3 + ["down"] * 3
STEPS += ["wrong", "draw", "journal", "drop", "kill", "wait"]


def play(network: Network, steps: list[str]) -> None:
    for step in steps:
        match step:
            case "right" | "wrong":
                network.press(right=step == "right")
            case "finish":
                for _ in range(len(network.client.keys_left)):
                    network.press()
                network.settle()
            case "up":
                network.step_up()
            case "down":
                network.step_down()
            case "draw":
                network.draw()
            case "journal":
                network.write_journal()
            case "drop":
                network.drop()
                network.connect()
            case "kill":
                network.kill()
                network.draw()
                network.connect()
            case "wait":
                network.wait(100)


@given(st.lists(st.sampled_from(STEPS), max_size=120))
def test_client_and_server_agree_after_any_drops_and_deaths(steps: list[str]) -> None:
    network = running()
    play(network, steps)
    while network.session.wants_waves > 0:
        network.draw()
    network.settle()
    assert same_cursor(network)
    assert not network.session.journal_lost
    assert len(network.client.keys_left) > 0
    totals = network.session.engine.totals
    assert totals.keys_pressed - totals.keys_correct <= steps.count("wrong")  # no key was judged by another wave's text
    network.send({"t": "quit"})
    network.settle()
    assert replay(network.session.key_log()).totals == network.session.engine.totals


@given(st.lists(st.sampled_from([*STEPS, *["wait"] * 6]), max_size=60))
def test_client_and_server_agree_until_a_defeat(steps: list[str]) -> None:
    network = running(deadly=True)
    play(network, steps)
    network.wait(1_000)
    network.press()
    network.settle()
    session = network.session
    assert session.s == session.engine.keys_pressed == len(session.tape)  # what is acknowledged is in the log
    assert session.s <= network.client.pressed
    if session.ended:
        assert replay(session.key_log()).totals == session.engine.totals


# ---------------------------------------------------------------- one thing at a time


def test_a_key_that_comes_after_the_hit_that_ended_the_game_is_not_acknowledged() -> None:
    network = running(deadly=True)
    network.now_ms += 300
    network.press()
    network.now_ms += 500  # two hits later, and before the lag quota is over: the key is what tells of them
    network.press()
    network.press()
    network.settle()
    assert (network.session.ended_reason, network.session.s, network.client.pressed) == (EndReason.DEFEATED, 1, 3)
    assert len(network.session.key_log().keys) == 1


def test_the_first_hello_says_nothing_of_resume() -> None:
    assert GameClient("t").hello() == {"t": "hello", "token": "t"}


def test_nothing_can_be_typed_before_the_clock_runs() -> None:
    network = Network()
    network.draw()
    network.connect()
    network.step_up()
    network.step_down()
    assert network.client.keys_left == ""
    network.settle()
    assert network.client.keys_left == a_wave(1, 1).typed.keys


def test_a_lost_key_is_sent_again_after_a_drop() -> None:
    network = running()
    for _ in range(3):
        network.press()
    network.step_up()
    network.drop()
    network.connect()
    assert orjson.loads(network.up[0])["resume"] == {"epoch": "epoch 1", "d": 0, "v": 2, "k": 3}
    network.settle()
    assert (network.session.s, network.session.engine.totals.keys_correct) == (3, 3)


def test_a_key_whose_ack_was_lost_is_not_applied_twice() -> None:
    network = running()
    network.press()
    network.step_up()
    network.drop()
    network.connect()
    network.settle()
    assert network.session.engine.totals.keys_pressed == 1
    assert same_cursor(network)


def test_keys_up_to_d_are_forgotten_and_those_above_survive_a_death() -> None:
    network = running()
    for _ in range(2):
        network.press()
    network.settle()
    network.write_journal()
    network.press()
    network.settle()
    network.kill()
    assert network.session.s == 2
    network.connect()
    network.settle()
    assert network.session.s == 3
    assert same_cursor(network)


def test_keys_of_a_wave_that_died_with_its_process_are_forgotten() -> None:
    network = running()
    network.write_journal()
    first = len(network.client.keys_left)
    for _ in range(first):
        network.press()
    network.settle()
    network.press()
    network.settle()
    assert (network.client.wave, network.client.pressed) == (2, first + 1)
    network.kill()
    network.connect()
    network.settle()
    assert network.client.pressed == network.session.s == first  # the key typed at a text that is gone is not judged
    network.draw()
    network.draw()
    network.settle()
    assert network.client.keys_left == a_wave(2, 2).typed.keys


def test_a_lost_journal_goes_on_from_the_servers_key() -> None:
    network = running()
    before = network.journal
    for _ in range(3):
        network.press()
    network.settle()
    network.write_journal()
    network.press()
    network.settle()  # the ack carries d = 3
    network.journal = before | {"waves": [encode_wave(wave) for wave in network.session.waves]}
    network.kill()
    network.connect()
    network.settle()
    assert network.session.journal_lost
    assert network.client.pressed == network.session.s == 0
    assert same_cursor(network)


def test_a_pause_of_the_servers_is_answered_by_go() -> None:
    network = running()
    network.down.extend(network.session.pause(network.now_ms, "idle").frames)
    network.step_down()
    assert network.client.keys_left == ""
    network.settle()
    assert network.client.keys_left != ""


def test_a_gap_is_mended_by_the_welcome_that_follows() -> None:
    network = running()
    network.press()
    network.up.clear()  # cannot happen on one socket; the server is asked to say so anyway
    network.press()
    network.settle()
    assert network.session.s == 2
    assert same_cursor(network)


def test_the_client_quits_after_so_many_waves() -> None:
    network = running()
    network.client = GameClient("t", waves_limit=1)
    network.drop()
    network.connect()
    network.settle()
    for _ in range(len(network.client.keys_left)):
        network.press()
    network.settle()
    assert network.session.ended_reason == "quit"


def test_game_time_follows_the_servers_clock() -> None:
    network = running()
    network.now_ms += 700
    assert network.client.clock_ms(network.now_s) == 700
    network.drop()
    network.now_ms += 5_000
    assert network.client.clock_ms(network.now_s) == 700
    network.connect()
    network.settle()
    network.now_ms += 50
    assert network.client.clock_ms(network.now_s) == 750


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        ({"t": "sparkle"}, "unknown frame"),
        ({"t": "kill", "v": 9, "enemy": 0, "at": 5}, "event 3 was missed"),
        ({"t": "a", "s": 5, "d": 0, "p": 0, "c": 1, "hp": 100}, "were pressed"),
    ],
)
def test_what_does_not_fit_is_a_broken_protocol(frame: dict[str, Any], why: str) -> None:
    with pytest.raises(ProtocolBroken, match=why):
        running().client.take(frame, 0)


def test_a_cursor_that_differs_is_a_broken_protocol_unless_the_game_is_over() -> None:
    ack: dict[str, Any] = {"t": "a", "s": 0, "d": 0, "p": 1, "c": 1, "hp": 100}
    on, over = running().client, running().client
    for client in on, over:
        client.take(ack, 0)
        client.take(ack, 0)  # once more, because `d` could have moved
    with pytest.raises(ProtocolBroken, match="the cursor is at 1"):
        on.take({"t": "kill", "v": 3, "enemy": 0, "at": 5}, 0)
    over.take({"t": "over", "reason": "time", "result": None}, 0)
    assert over.outcome == Outcome("time", None)


def test_what_fits_is_not() -> None:
    network = running()
    network.client.take({"t": "kill", "v": 3, "enemy": 0, "at": 5}, 0)
    network.client.take({"t": "a", "s": 0, "d": 0, "p": 0, "c": 1, "hp": 99}, 0)
    assert network.client.hp == 99
