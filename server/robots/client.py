"""The state of a play socket's client, without a socket: frames come in, frames to send come out.

Laws (docs/protocol.md has the whole protocol):
- The cursor moves at every key and never waits for the server; a later `welcome` overrides it.
- Every key above `d` is kept. After a dropped connection `hello` says `resume`; the keys up to the welcome's `s` are
  forgotten, and those above it that belong to the welcome's wave are sent again.
- The client is strict, because the tests play with it: a missed event, a cursor that differs from the server's, or an
  unknown frame raises ProtocolBroken. A client for people would reconnect, and the welcome would correct it.

Absent on purpose: sockets, back-off and typing (server/robots/bot.py), HTTP (server/robots/account.py).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any, NamedTuple

from game.text import TypedText, Word, typed_text

KEYS_A_FRAME = 100  # when keys are sent again; a frame must stay below 4 KiB

Frame = dict[str, Any]


class ProtocolBroken(Exception):
    """The server sent something that contradicts what it sent before."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the game ended. `result` is the stored row, None when no key was pressed."""

    reason: str
    result: dict[str, Any] | None


class Pressed(NamedTuple):
    """A key that was pressed: its number in the session, its wave, the client's game time, and the key."""

    number: int
    wave: int
    at_ms: int
    key: str


class GameClient:
    """One game, from `hello` to `over`. `now_s` is any monotonic clock of the caller's.

    `turn` changes whenever the caller must look at `keys_left` again; it is "" while there is nothing to type. A seat
    of a match (`is_seat`) waits for its start, and says that it is ready. `told` has the last frame of each kind about
    the match.
    """

    def __init__(self, session_token: str, *, waves_limit: int | None = None, is_seat: bool = False) -> None:
        self._token, self._waves_limit, self._is_seat = session_token, waves_limit, is_seat
        self.told: dict[str, Frame] = {}
        self._epoch = ""
        self._durable = 0  # `d`: keys up to this one survive the death of the server's process
        self._seen = 0  # `v`: the last event
        self._kept: deque[Pressed] = deque()  # every key above `d`
        self._text: TypedText | None = None  # the wave under way
        self._cursor = 0  # index of the key due next
        self._acked = 0  # `s` of the last ack
        self._astray = ""  # how the cursor differs from the server's, which is right for a key that came after the end
        self._clock_ms, self._clock_since_s = 0, None  # type: int, float | None
        self.pressed = 0  # number of the last key
        self.hp, self.combo, self.wave, self.turn = 100, 1, 1, 0
        self.outcome: Outcome | None = None

    @property
    def keys_left(self) -> str:
        """What is still to be typed of this wave, while the clock runs."""
        return self._text.keys[self._cursor :] if self._text is not None and self._clock_since_s is not None else ""

    def hello(self) -> Frame:
        """The first frame on every socket."""
        hello: Frame = {"t": "hello", "token": self._token}
        if self._epoch:
            hello["resume"] = {"epoch": self._epoch, "d": self._durable, "v": self._seen, "k": self.pressed}
        return hello

    def press(self, key: str, now_s: float) -> Frame:
        """Press a key now; returns the frame to send."""
        self.pressed += 1
        self._kept.append(Pressed(self.pressed, self.wave, self.clock_ms(now_s), key))
        self._move(key)
        return _keys_frame([self._kept[-1]])

    def dropped(self, now_s: float) -> None:
        """The socket is gone: the clock stops, and nothing can be typed until the next welcome."""
        self._stop_clock(self.clock_ms(now_s))

    def take(self, frame: Frame, now_s: float) -> list[Frame]:
        """Take one frame; returns the frames to send, in order. Raises ProtocolBroken."""
        if self._astray and not _may_follow_the_last_key(frame, self._acked):
            raise ProtocolBroken(self._astray)
        self._count(frame)
        self.hp = frame.get("hp", self.hp)
        match frame["t"]:
            case "welcome":
                return self._welcomed(frame, now_s)
            case "wave":
                self._take_wave(frame, frame["enemies"][0]["start"])
            case "a":
                self._acknowledged(frame)
            case "clear":
                self._text = None
                if self._waves_limit is not None and frame["n"] >= self._waves_limit:
                    return [{"t": "quit"}]
            case "paused":
                self._stop_clock(frame["at"])
                return [{"t": "go"}]
            case "running":
                self._run_clock(frame["at"], now_s)
                self.turn += 1
            case "match" | "standing":
                self.told[frame["t"]] = frame
            case "pong" if self._clock_since_s is not None:
                self._run_clock(frame["at"], now_s)
            case "saving":
                self._stop_clock(self.clock_ms(now_s))
            case "over":
                self._stop_clock(self.clock_ms(now_s))
                self.outcome = Outcome(frame["reason"], frame["result"])
        return []

    # ------------------------------------------------------------ frames

    def _count(self, frame: Frame) -> None:
        if frame["t"] not in FRAMES:
            raise ProtocolBroken(f"unknown frame {frame}")
        if "v" in frame and frame["t"] != "welcome":  # an event; they are numbered without a gap
            if frame["v"] != self._seen + 1:
                raise ProtocolBroken(f"event {self._seen + 1} was missed: {frame}")
            self._seen = frame["v"]

    def _welcomed(self, frame: Frame, now_s: float) -> list[Frame]:
        """The server's state overrides the client's; keys that the server does not have are sent again."""
        self._epoch, self._seen, self._durable, self.combo = frame["epoch"], frame["v"], frame["d"], frame["combo"]
        self._stop_clock(frame["at"])
        wave = frame["wave"]["n"] if frame["wave"] is not None else None
        # A wave later than the welcome's was begun by a process that is dead; it may come with another text.
        again = [key for key in self._kept if key.number > frame["s"] and key.wave == wave]
        if again and again[0].number != frame["s"] + 1:
            again = []  # the journal was lost and the keys between with it; the game goes on from `s`
        self._kept = deque(again)
        self.pressed = again[-1].number if again else frame["s"]
        self._text = None
        if frame["wave"] is not None:
            self._take_wave(frame["wave"], frame["p"])
        for pressed in again:
            self._move(pressed.key)
        if frame["running"]:  # after a gap, and in a match; otherwise a new connection finds the clock stopped
            self._run_clock(frame["at"], now_s)
        parts = (again[first : first + KEYS_A_FRAME] for first in range(0, len(again), KEYS_A_FRAME))
        return [*map(_keys_frame, parts), {"t": "ready" if self._is_seat else "go"}]

    def _take_wave(self, frame: Frame, position: int) -> None:
        self.wave = frame["n"]
        self._text = typed_text(frame["text"], [Word(*word) for word in frame["words"]])
        self._cursor = self._text.offsets.index(position)
        self.turn += 1

    def _acknowledged(self, frame: Frame) -> None:
        self._durable, self.combo, self._acked = frame["d"], frame["c"], frame["s"]
        while self._kept and self._kept[0].number <= self._durable:
            self._kept.popleft()
        if frame["s"] > self.pressed:
            raise ProtocolBroken(f"key {frame['s']} is acknowledged, {self.pressed} were pressed")
        if frame["s"] == self.pressed and self._text is not None and self._cursor < len(self._text.keys):
            due = self._text.offsets[self._cursor]
            if frame["p"] != due:
                self._astray = f"the cursor is at {frame['p']} for the server and at {due} here"

    def _move(self, key: str) -> None:
        """Stop on error: only the right key moves the cursor."""
        if self._text is not None and self._text.keys[self._cursor : self._cursor + 1] == key:
            self._cursor += 1

    # ------------------------------------------------------------ the client's idea of the game clock

    def clock_ms(self, now_s: float) -> int:
        if self._clock_since_s is None:
            return self._clock_ms
        return self._clock_ms + round((now_s - self._clock_since_s) * 1000)

    def _run_clock(self, at_ms: int, now_s: float) -> None:
        self._clock_ms, self._clock_since_s = at_ms, now_s

    def _stop_clock(self, at_ms: int) -> None:
        self._clock_ms, self._clock_since_s = at_ms, None
        self.turn += 1


EVENTS = {"wave", "kill", "push", "hit", "clear", "paused", "running"}
FRAMES = {"welcome", "a", "saving", "over", "pong", "error", "match", "standing"} | EVENTS


def _may_follow_the_last_key(frame: Frame, s: int) -> bool:
    """Whether the frame fits a game that is over: its last key, number `s`, came after the end and did not count."""
    return frame["t"] in {"saving", "over", "pong", "match", "standing"} or (frame["t"] == "a" and frame["s"] == s)


def _keys_frame(keys: list[Pressed]) -> Frame:
    return {"t": "k", "s": keys[0].number, "e": [[key.at_ms, key.key] for key in keys]}
