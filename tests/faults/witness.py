"""The model of one game, made of what its client sent and heard: the game that is stored must be this one.

Laws:
- It reads frames alone, and knows the protocol by docs/protocol.md: nothing of the server or of a client's state.
- A promise is kept in mind: what `a` acknowledges is applied, what `d` names survives the death of a process, what a
  living process has told is not undone.
- Each key has a window of game time. It opens at the time that the client knew when it sent the key, less the lag
  quota, and closes with the time that can have run on the server by the key's acknowledgement.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from game import events
from game.keylog import PLACEHOLDER, KeyLog
from game.replay import events as events_of
from game.replay import replay
from game.scoring import Totals, final_score, playtime_seconds
from game.terms import EndReason

LAG_QUOTA_MS = 250
ADVANCE_LIMIT_MS = 5_000  # keys of before a drop may move the clock by so much
KEY_COST_MS = 40
JOURNAL_AGE_MS = 1_000 + 2_000  # a running clock is written once a second; the rest is for a machine that is busy
BY_KEYS = ("kill", "push", "clear")  # what a key does comes before its `a`, and at its time
RECENT = 120
LATE = ("hit", "wave")  # what may be told long after its time, when keys of before a drop are judged

Frame = dict[str, Any]
# The frames of what replay knows as well, as it knows them.
HEARD: dict[str, Callable[[Frame], events.Event]] = {
    "kill": lambda frame: events.EnemyKilled(frame["enemy"], frame["at"]),
    "push": lambda frame: events.EnemiesPushed(frame["by_ms"], frame["at"]),
    "hit": lambda frame: events.PlayerHit(frame["enemy"], frame["damage"], frame["hp"], frame["at"]),
    "clear": lambda frame: events.WaveCleared(frame["n"], frame["hp"], frame["at"]),
}


class Broken(AssertionError):
    """The server broke a promise."""


@dataclass(slots=True)
class Sent:
    """A key as it was sent. It was judged at a game time between the two."""

    key: str
    client_ms: int
    earliest_ms: int
    latest_ms: int | None = None  # not acknowledged yet


@dataclass(frozen=True, slots=True)
class Stored:
    """What is left of a game in the database; None for each if no key of it was judged."""

    log: KeyLog | None
    row: dict[str, Any] | None


@dataclass
class Witness:
    """`loses`: whether a process may have died since, with what it had not promised to keep."""

    session_id: str
    loses: bool = False
    keys: list[Sent] = field(default_factory=list)
    heard: dict[int, events.Event] = field(default_factory=dict)  # by number
    acked: int = 0
    durable: int = 0
    epoch: str = ""
    told_ms: int = 0  # the latest game time that the server told
    connections: int = 0
    drops: int = 0  # of connections on which the clock was said to run
    drained: int = 0  # of connections that a server closed because it stops
    sent_again: int = 0  # keys of before a drop
    rewound: int = 0  # keys that were acknowledged and died with a process
    over: Frame | None = None
    recent: deque[str] = field(default_factory=lambda: deque(maxlen=RECENT), repr=False)  # frames, for who looks why
    _until: int = 0  # keys up to this one were pressed before the last drop
    _quit_at: int | None = None
    _welcome_ms: int = 0
    _past_ms: int = 0  # no key on this connection is judged at an earlier time
    _moves_ms: int = 0  # by which keys of before the drop can have moved the clock
    _ran: bool = False
    _since_s: float | None = None  # when what starts the clock was first sent on this connection

    # ------------------------------------------------------------ what the client sends

    def sent(self, frame: Frame, now_s: float) -> None:
        self.recent.append(f"{now_s:.3f} > {frame}")
        match frame["t"]:
            case "hello":
                self._until = len(self.keys)
                self.connections += 1
            case "go":
                self._starts(now_s)
            case "k":
                self._starts(now_s)
                for number, (client_ms, key) in enumerate(frame["e"], frame["s"]):
                    self._key(number, client_ms, key)
            case "quit":
                self._quit_at = len(self.keys)

    def _key(self, number: int, client_ms: int, key: str) -> None:
        if number != len(self.keys) + 1:
            raise Broken(f"key {number} is sent after key {len(self.keys)}")
        earliest_ms = self.told_ms - LAG_QUOTA_MS
        if number <= self._until:  # pressed before the drop: the resume budget places it
            earliest_ms = min(client_ms, earliest_ms)
            self._past_ms = min(self._past_ms, earliest_ms)
            self.sent_again += 1
            placed_ms = max(client_ms, self._welcome_ms + self._moves_ms + KEY_COST_MS)
            self._moves_ms = min(ADVANCE_LIMIT_MS, placed_ms - self._welcome_ms)
        self.keys.append(Sent(key if key.isascii() else PLACEHOLDER, client_ms, earliest_ms))

    def _starts(self, now_s: float) -> None:
        if self._since_s is None:
            self._since_s = now_s

    def dropped(self, *, drained: bool = False) -> None:
        """The connection is gone. `drained`: the server sent its player away, which counts as no pause."""
        if self._ran:
            self.drops += not drained
            self.drained += drained
        self._ran = False

    # ------------------------------------------------------------ what the server says

    def received(self, frame: Frame, now_s: float) -> None:
        self.recent.append(f"{now_s:.3f} < {frame}")
        if frame["t"] == "welcome":
            self._welcomed(frame)
        elif frame["t"] == "a":
            self._acknowledged(frame["s"], frame["d"], self._latest_ms(now_s))
        elif frame["t"] == "over":
            self.over = frame
        elif frame["t"] == "running":
            self._ran = True
        elif frame["t"] in HEARD:
            self.heard[frame["v"]] = HEARD[frame["t"]](frame)
        if "at" in frame and frame["t"] != "welcome":
            self._clock(frame, now_s)

    def _latest_ms(self, now_s: float) -> int:
        """The game time cannot be past this."""
        ran_s = 0.0 if self._since_s is None else now_s - self._since_s
        return self._welcome_ms + self._moves_ms + int(ran_s * 1000) + 1

    def _clock(self, frame: Frame, now_s: float) -> None:
        if frame["at"] > self._latest_ms(now_s):
            raise Broken(f"game time runs faster than time: {frame}, {self._latest_ms(now_s)} at the most")
        if frame["at"] < self._floor_ms(frame["t"]):
            raise Broken(f"game time runs back: {frame} after {self.told_ms}")
        self.told_ms = max(self.told_ms, frame["at"])

    def _floor_ms(self, what: str) -> int:
        if what in BY_KEYS:
            if self.acked == len(self.keys):
                raise Broken(f"a {what} without a key")
            return self.keys[self.acked].earliest_ms
        return self._past_ms if what in LATE else self.told_ms - LAG_QUOTA_MS

    def _welcomed(self, frame: Frame) -> None:
        s, at_ms = frame["s"], frame["at"]
        died = self.loses and frame["epoch"] != self.epoch
        kept, back_ms = (self.durable, JOURNAL_AGE_MS) if died else (self.acked, LAG_QUOTA_MS)
        if not kept <= s <= len(self.keys):
            raise Broken(f"a welcome to key {s}: {kept} to {len(self.keys)} were promised ({self.session_id})")
        if at_ms < self.told_ms - back_ms:
            raise Broken(f"time is refunded: {at_ms} ms after {self.told_ms} ms ({self.session_id})")
        for sent in self.keys[:s]:
            if sent.latest_ms is None:
                sent.latest_ms = at_ms
        self.rewound += max(0, self.acked - s)
        del self.keys[s:]
        self.heard = {number: event for number, event in self.heard.items() if number <= frame["v"]}
        self.acked, self.epoch = s, frame["epoch"]
        self.durable = max(self.durable, frame["d"])
        self.told_ms = self._welcome_ms = at_ms
        self._past_ms = at_ms - LAG_QUOTA_MS
        self._moves_ms, self._since_s, self._ran = 0, None, False

    def _acknowledged(self, s: int, durable: int, latest_ms: int) -> None:
        if not durable <= s <= len(self.keys):
            raise Broken(f"keys up to {s} are acknowledged and up to {durable} durable, {len(self.keys)} were sent")
        if s < self.acked:
            raise Broken(f"{s} is acknowledged after {self.acked}")
        for sent in self.keys[self.acked : s]:
            sent.latest_ms = latest_ms
        self.acked, self.durable = s, max(self.durable, durable)

    # ------------------------------------------------------------ the end

    def check(self, stored: Stored) -> None:
        """Raises Broken unless the stored game is this one."""
        if self.over is None:
            raise Broken(f"{self.session_id} did not end")
        if stored.log is None or stored.row is None:
            if self.acked or self.over["result"] is not None:
                raise Broken(f"{self.acked} keys of {self.session_id} are not stored")
            return
        for fault in self._faults(stored.log, stored.row):
            raise Broken(f"{self.session_id}: {fault}")

    def _faults(self, log: KeyLog, row: dict[str, Any]) -> Iterator[str]:
        assert self.over is not None
        judged = log.keys.pressed
        sent = "".join(key.key for key in self.keys)
        if not sent.startswith(judged):
            same = next(n for n in range(len(judged) + 1) if not sent.startswith(judged[: n + 1]))
            yield f"after {same} keys it has {judged[same:][:20]!r} for {sent[same:][:20]!r}"
        if len(judged) < self.acked:
            yield f"{self.acked} keys were acknowledged, {len(judged)} are stored"
        if log.end_reason is EndReason.QUIT and len(judged) != self._quit_at:
            yield f"{self._quit_at} keys were sent before the quit, {len(judged)} are stored"
        for number, (key, mine) in enumerate(zip(log.keys, self.keys, strict=False), 1):
            latest_ms = log.end_ms if mine.latest_ms is None else mine.latest_ms
            if key.client_ms != mine.client_ms or not mine.earliest_ms <= key.at_ms <= latest_ms:
                yield f"key {number} is judged at a time that never was: {key}, sent as {mine}"
        if not (0 if self.loses else self.drops) <= row["pauses"] < self.connections - self.drained:
            yield f"{row['pauses']} pauses are counted of {self.drops} drops, {self.connections} connections"
        yield from self._contradictions(log)
        yield from _differences(log, row, self.over)

    def _contradictions(self, log: KeyLog) -> Iterator[str]:
        """What the player was told and the log does not say."""
        happened = {repr(event) for event in events_of(log)}  # events have no hash
        for number, event in self.heard.items():
            if repr(event) not in happened:
                yield f"event {number} was told and never happened: {event}"
        if log.end_ms < self.told_ms - LAG_QUOTA_MS:
            yield f"it ended at {log.end_ms} ms, {self.told_ms} ms were told"


def derived(log: KeyLog, totals: Totals) -> dict[str, Any]:
    """What a result's row says of a game, by the names of its columns."""
    return {
        "end_reason": log.end_reason.value,
        "playtime_seconds": playtime_seconds(log.end_ms),
        "final_score": final_score(totals, playtime_seconds(log.end_ms)),
        "max_combo": totals.max_combo,
        "correct_words": totals.correct_words,
        "incorrect_words": totals.incorrect_words,
        "enemies_killed": totals.enemies_killed,
        "waves_completed": totals.waves_completed,
        "total_damage_taken": totals.damage_taken,
    }


def _differences(log: KeyLog, row: dict[str, Any], over: Frame) -> Iterator[str]:
    """Between the log, the row made of it, and what the player was told of it."""
    for name, value in derived(log, replay(log).totals).items():
        if row[name] != value:
            yield f"{name} is {row[name]}, its log says {value}"
    if over["result"] is None or over["result"]["final_score"] != row["final_score"]:
        yield f"the player was told {over}"


def tally(games: Iterable[Witness]) -> dict[str, int]:
    """What these games were, in numbers."""
    counted = [*games]
    return {
        "games": len(counted),
        "keys": sum(len(game.keys) for game in counted),
        "connections": sum(game.connections for game in counted),
        "sent_again": sum(game.sent_again for game in counted),
        "rewound": sum(game.rewound for game in counted),
    }
