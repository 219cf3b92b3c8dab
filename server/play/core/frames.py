"""The frames of `prodev.v1` as types, field by field as they travel: the client's types are made from these.

Law: a test reads every frame that a real game sends with these types, and nothing is left over.

Absent on purpose: making and reading frames (protocol.py, which writes the frequent ones as bytes).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeAlias, TypeVar

from game.terms import EndReason, Language, WordClass
from server.play.core.match import Match, StandingRow

Result = TypeVar("Result")  # what GET /api/game/result/{id} returns; this package does not know it


# ---------------------------------------------------------------- client to server


@dataclass(frozen=True, slots=True)
class ResumeFrom:
    """What a returning client knows: `d` and `v` as last seen, `k` the last key it pressed before the drop."""

    epoch: str
    d: int
    v: int
    k: int


@dataclass(frozen=True, slots=True)
class HelloFrame:
    """The first frame. `token` is the `session_token`; with `next`, the client is sent `next` frames. `beat`: while the
    clock runs, the client sends some frame that often, in ms; 0 promises nothing."""

    t: Literal["hello"]
    token: str
    resume: ResumeFrom | None = None
    next: bool = False
    beat: int = 0


@dataclass(frozen=True, slots=True)
class KeysFrame:
    """`s` is the number of the first key; each entry is the game time by the client's clock in ms, and the key."""

    t: Literal["k"]
    s: int
    e: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class PlainFrame:
    """`go` starts the clock, `pause` stops it, `quit` ends the game; `ready` is for a seat of a match."""

    t: Literal["go", "pause", "quit", "ready"]


@dataclass(frozen=True, slots=True)
class PingFrame:
    t: Literal["ping"]
    n: int


ClientFrame: TypeAlias = HelloFrame | KeysFrame | PlainFrame | PingFrame


# ---------------------------------------------------------------- server to client


@dataclass(frozen=True, slots=True)
class AckFrame:
    """Keys up to `s` are applied, those up to `d` are durable; cursor `p`, combo `c`."""

    t: Literal["a"]
    s: int
    d: int
    p: int
    c: int
    hp: int


@dataclass(frozen=True, slots=True)
class EnemyServed:
    """A line's typed characters, end exclusive. `due` is game time in ms."""

    start: int
    end: int
    due: int
    every_ms: int
    damage: int


@dataclass(frozen=True, slots=True)
class WaveFrame:
    """Wave `n` began at game time `at`. Words are `[start, end, class]`, offsets into `text`, end exclusive.

    `asked_wpm` is the speed that its deadlines follow, in standard words a minute; 0
    in a sprint, and in a ghost's wave of old.
    """

    t: Literal["wave"]
    v: int
    n: int
    snippet: str
    language: Language
    text: str
    words: list[tuple[int, int, WordClass]]
    enemies: list[EnemyServed]
    asked_wpm: float
    at: int


@dataclass(frozen=True, slots=True)
class NextFrame:
    """The text of the wave that follows, as a `wave` frame has it, to be seen before it begins. No event, so no `v`."""

    t: Literal["next"]
    n: int
    text: str


@dataclass(frozen=True, slots=True)
class KillFrame:
    t: Literal["kill"]
    v: int
    enemy: int
    at: int


@dataclass(frozen=True, slots=True)
class PushFrame:
    """A line was typed without a wrong key: every living enemy of the wave hits `by_ms` later than it would have."""

    t: Literal["push"]
    v: int
    by_ms: int
    at: int


@dataclass(frozen=True, slots=True)
class HitFrame:
    """`damage` is the HP really lost."""

    t: Literal["hit"]
    v: int
    enemy: int
    damage: int
    hp: int
    at: int


@dataclass(frozen=True, slots=True)
class ClearFrame:
    """`hp` is after healing."""

    t: Literal["clear"]
    v: int
    n: int
    hp: int
    at: int


@dataclass(frozen=True, slots=True)
class PausedFrame:
    """`pauses` counts this one, `paused_ms` does not."""

    t: Literal["paused"]
    v: int
    at: int
    reason: Literal["player", "idle", "server"]
    pauses: int
    paused_ms: int


@dataclass(frozen=True, slots=True)
class RunningFrame:
    t: Literal["running"]
    v: int
    at: int


@dataclass(frozen=True, slots=True)
class SavingFrame:
    """The game is over, and its result is being saved."""

    t: Literal["saving"]


@dataclass(frozen=True, slots=True)
class OverFrame(Generic[Result]):
    """`result` is null when no key was pressed."""

    t: Literal["over"]
    reason: EndReason
    result: Result | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchFrame(Match):
    """The match of this seat, at first and whenever it has changed."""

    t: Literal["match"]


@dataclass(frozen=True, slots=True)
class StandingFrame:
    """How far every seat of the match has got. `at` is game time in ms."""

    t: Literal["standing"]
    at: int
    seats: list[StandingRow]


@dataclass(frozen=True, slots=True)
class PongFrame:
    t: Literal["pong"]
    n: int
    at: int


@dataclass(frozen=True, slots=True)
class ErrorFrame:
    t: Literal["error"]
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class WelcomeFrame:
    """Where the game is. `p` is the cursor, `dirty` whether the word under it has a wrong key, `totals` the counts
    by name."""

    t: Literal["welcome"]
    session: str
    epoch: str
    s: int
    d: int
    v: int
    at: int
    running: bool
    pauses: int
    paused_ms: int
    hp: int
    combo: int
    max_combo: int
    streak: int
    dirty: bool
    p: int
    totals: RunningTotals
    wave: WaveFrame | None


@dataclass(frozen=True, slots=True)
class RunningTotals:
    """The counts of the game so far, named as the columns of a result."""

    correct_words: int
    incorrect_words: int
    total_words_typed: int
    enemies_killed: int
    waves_completed: int
    max_combo: int
    total_damage_dealt: int
    total_damage_taken: int
    total_keys_pressed: int
    correct_keys: int


PlainServerFrame: TypeAlias = (
    AckFrame
    | WaveFrame
    | NextFrame
    | KillFrame
    | PushFrame
    | HitFrame
    | ClearFrame
    | PausedFrame
    | RunningFrame
    | SavingFrame
    | MatchFrame
    | StandingFrame
    | PongFrame
    | ErrorFrame
    | WelcomeFrame
)
ServerFrame: TypeAlias = PlainServerFrame | OverFrame[Result]
