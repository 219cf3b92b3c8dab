"""One game as its player sees it: frames in, frames out.

Laws:
- Sans I/O. Every call is told the server's monotonic time (`now_ms`) and returns a `Reply`: the frames to send, and
  what the caller must do next.
- Only the session writes its own state. Others read it, and tell it what happened.
- A key's game time is the client's, held between the key before it and its arrival, and no earlier than LAG_QUOTA_MS
  before its arrival. Beyond that quota the client's clock decides nothing. Only the resume budget (budget.py) lets a
  key be judged at a time that is past, or move a clock that stands.
- The game clock is stopped until `go` or a first key, after every pause and resume, and while no wave is ready.
- A repeated key is acknowledged again and changes nothing; a gap means "resync", never a guess.

Absent on purpose: sockets, timers, PostgreSQL, Redis (see play.table), and modes: all that a session knows of its mode
is the wave that clears the game, and the game time at which it ends.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from game.engine import Engine
from game.events import EnemiesPushed, EnemyKilled, Event, Mistyped, PlayerHit, WaveCleared, WordTyped
from game.keylog import KeyLog
from game.replay import play
from game.scoring import earned_points
from game.terms import EndReason
from game.wave import Wave
from server.play.core import protocol
from server.play.core.budget import LAG_QUOTA_MS, ResumeBudget
from server.play.core.protocol import Keys, Resume
from server.play.core.reply import NOTHING, Follows, Reply
from server.play.core.tape import Tape

IDLE_PAUSE_MS = 30_000  # without `go` for this long counts as a pause
BEAT_LEAST_MS, BEAT_MOST_MS = 1_000, 10_000  # a client that promises more, or less, is held to these
NEXT_SHOWN_LINES = 12  # left of a wave when the text of the next one is shown; with more, its own fill a screen
WAVES_AHEAD = 2  # drawn before they are needed, so that no wave waits for the database

_UNTOLD: Final = (WordTyped, Mistyped)  # the player's client judges words by itself; neither ends a game


class PlaySession:
    """A game that is not over, or whose result is being saved.

    `s` is the number of the last key applied, `d` of the last that survives the death of this process, `v` of the last
    event, `d_told` the `d` that the player has heard of. `last_wave` is the number of the wave after which the game is
    cleared, None when there is always another. `journal_lost`: keys that were promised to survive did not.
    """

    __slots__ = (
        "_base_ms",
        "_beat_ms",
        "_budget",
        "_counted_ms",
        "_follows",
        "_gap_told_at",
        "_heard_ms",
        "_idle_since_ms",
        "_next_told",
        "_paused_since_ms",
        "_ticking_since_ms",
        "d",
        "d_told",
        "difficulty",
        "ended",
        "ended_at",
        "ended_reason",
        "engine",
        "epoch",
        "id",
        "journal_lost",
        "language",
        "last_wave",
        "paused_ms",
        "pauses",
        "ready",
        "running",
        "s",
        "tape",
        "token",
        "user_id",
        "v",
        "waves",
    )

    def __init__(
        self,
        *,
        id: str,
        token: str,
        user_id: str,
        language: str,
        difficulty: str,
        epoch: str,
        time_limit_ms: int | None = None,
        journal_lost: bool = False,
    ) -> None:
        self.id, self.token, self.user_id = id, token, user_id
        self.language, self.difficulty, self.epoch = language, difficulty, epoch
        self.last_wave: int | None = None
        self.engine = Engine(time_limit_ms)
        self.waves: list[Wave] = []  # begun, in order
        self.ready: deque[Wave] = deque()  # drawn, not begun
        self.tape = Tape()
        self.s = self.d = self.d_told = self.v = 0
        self.running = False
        self.pauses = self.paused_ms = 0
        self.journal_lost = journal_lost
        self.ended = False  # whether `ended_reason` is set: every key asks
        self.ended_reason: EndReason | None = None
        # When the player's part ended, as told by the caller. Shown, never used to judge.
        self.ended_at: datetime | None = None
        self._base_ms = 0  # game time where the clock last stood
        self._ticking_since_ms: int | None = None
        self._paused_since_ms: int | None = None
        self._idle_since_ms: int | None = None
        self._budget = ResumeBudget()
        self._counted_ms = 0  # the game time up to which the budget knows that the clock ran
        self._heard_ms = 0  # when the client was last heard, while the clock runs
        self._beat_ms = 0  # how often it wants to be heard; 0: it has not said
        self._gap_told_at: int | None = None  # `s` when a gap was last reported
        self._follows = Follows.NOTHING  # what the call under way leaves to do
        # The last wave whose text was shown before it began; None for a client that does not want to see any.
        self._next_told: int | None = None

    # ------------------------------------------------------------ what the caller looks at

    @property
    def wants_waves(self) -> int:
        """How many more waves to draw now."""
        if self.ended:
            return 0
        ahead = WAVES_AHEAD + (self.engine.wave is None) - len(self.ready)
        return ahead if self.last_wave is None else min(ahead, self.last_wave - len(self.waves) - len(self.ready))

    @property
    def lacks_wave(self) -> bool:
        """Whether the player has nothing to type, and waits for a wave to be drawn."""
        return self.engine.wave is None and not self.ended

    @property
    def drawn(self) -> list[Wave]:
        """Every wave of this game, begun or ready, in order."""
        return [*self.waves, *self.ready]

    @property
    def reports_gap(self) -> bool:
        """Whether a gap in the keys would be reported now, with a whole welcome."""
        return self._gap_told_at != self.s and not self.ended

    def deadline_ms(self) -> int | None:
        """The server time at which `judge` next matters; None while the clock is stopped."""
        if self._ticking_since_ms is None or self.ended:
            return None
        return self._ticking_since_ms + self.engine.next_deadline_ms + LAG_QUOTA_MS - self._base_ms

    def clock_ms(self, now_ms: int) -> int:
        """Game time."""
        if self._ticking_since_ms is None:
            return self._base_ms
        return self._base_ms + now_ms - self._ticking_since_ms

    def welcome(self, now_ms: int) -> bytes:
        self.d_told = self.d
        return protocol.welcome(
            session_id=self.id,
            epoch=self.epoch,
            s=self.s,
            d=self.d,
            v=self.v,
            at_ms=self.clock_ms(now_ms),
            is_running=self.running,
            pauses=self.pauses,
            paused_ms=self._paused_until(now_ms),
            engine=self.engine,
        )

    def ack(self) -> bytes:
        engine = self.engine
        self.d_told = self.d
        return protocol.ack(self.s, self.d, engine.position, engine.combo, engine.hp)

    # ------------------------------------------------------------ what the caller tells

    def journalled(self, s: int) -> None:
        """The keys up to number `s` survive the death of this process."""
        self.d = max(self.d, s)

    def note_end(self, at: datetime) -> None:
        """When the player's part of the game ended. The first one told is kept."""
        if self.ended_at is None:
            self.ended_at = at

    def clear_after(self, number: int | None) -> None:
        """The game is cleared with wave `number`; None: there is always another wave."""
        self.last_wave = number

    # ------------------------------------------------------------ waves

    def offer(self, wave: Wave, now_ms: int) -> Reply:
        """Take a drawn wave; it begins at once when none is under way."""
        self._follows = Follows.JOURNAL
        self.ready.append(wave)
        frames: list[bytes] = []
        if self.lacks_wave:
            self._begin_wave(now_ms, frames)
        else:
            self._show_next(frames)
        return Reply(frames, self._follows)

    def _begin_wave(self, now_ms: int, frames: list[bytes]) -> None:
        """The next wave's clock starts at the game time of the key that cleared the last one."""
        self._follows |= Follows.WAVES
        if not self.ready:
            if self._ticking_since_ms is not None:  # where it stands already, it is not put back
                self._base_ms = self.engine.at_ms
                self._ticking_since_ms = None
            return
        wave = self.ready.popleft()
        self.engine.begin(wave)
        self.waves.append(wave)
        self.v += 1
        if self.running and self._ticking_since_ms is None:
            self._ticking_since_ms = now_ms
        self._follows |= Follows.TIMER
        frames.append(protocol.wave_frame(self.v, wave, self.engine.wave_start_ms))
        if self._next_told is not None:
            self._show_next(frames)

    def _show_next(self, frames: list[bytes]) -> None:
        """Tell the text of the coming wave, once, when few enough lines are left of the one under way."""
        if self._next_told is None or not self.ready or not 0 < self.engine.lines_left <= NEXT_SHOWN_LINES:
            return
        coming = self.ready[0]
        if coming.number != self._next_told:
            self._next_told = coming.number
            frames.append(protocol.next_frame(coming))

    # ------------------------------------------------------------ coming and going

    def connect(self, resume: Resume | None, now_ms: int, *, wants_next: bool = False, beat_ms: int = 0) -> Reply:
        """A client said hello: it gets a welcome, and the clock is stopped until its `go` or a key."""
        self._stop_clock(now_ms)
        self._beat_ms = min(max(beat_ms, BEAT_LEAST_MS), BEAT_MOST_MS) if beat_ms else 0
        self._gap_told_at = None
        self._idle_since_ms = now_ms
        if resume is not None and self.s < resume.d:  # keys that were promised to survive did not
            self.journal_lost = True
        self._budget.hello(0 if resume is None else resume.k, self._base_ms, now_ms)
        frames = [self.welcome(now_ms)]
        self._next_told = 0 if wants_next else None  # a page that was loaded again has not seen it
        self._show_next(frames)
        return Reply(frames, Follows.JOURNAL)

    def disconnect(self, now_ms: int, *, our_fault: bool, heard_ms: int = 0) -> Reply:
        """The socket is gone; a frame of any kind was last heard on it at `heard_ms`.

        A drop is a pause; a close by our own fault is not.
        """
        self._heard_ms = max(self._heard_ms, min(heard_ms, now_ms))
        self._stop_clock(now_ms)
        self._idle_since_ms = None
        if not our_fault and not self.ended:
            self._count_pause(now_ms)
        return Reply((), Follows.JOURNAL)

    def pinged(self, now_ms: int) -> None:
        """The client has said that it is there: no key of before that is still to come on this line."""
        if self.running:
            self._heard_ms = now_ms

    def go(self, now_ms: int) -> Reply:
        if self.running or self.ended:
            return NOTHING
        self._follows = Follows.NOTHING
        frames: list[bytes] = []
        self._start_clock(now_ms, frames)
        return Reply(frames, self._follows)

    def pause(self, now_ms: int, reason: str = "player", *, ran_until_ms: int | None = None) -> Reply:
        """`ran_until_ms`: when the clock stopped, if that was earlier; what has hit since then has hit."""
        if self.ended or (self._paused_since_ms is not None and not self.running):
            return NOTHING
        until_ms = now_ms if ran_until_ms is None else ran_until_ms
        clock_ms = self.clock_ms(until_ms)
        self._stop_clock(until_ms, by_the_player=reason == "player")
        self._count_pause(until_ms + self._base_ms - clock_ms)  # a hit since then has moved it on
        self.v += 1
        frame = protocol.paused(self.v, self._base_ms, reason, self.pauses, self.paused_ms)
        return Reply([frame], Follows.JOURNAL)

    def check_idle(self, now_ms: int, *, heard_ms: int = 0, has_listened: bool = True) -> Reply:
        """A stopped clock counts as a pause when `go` does not come for too long.

        A running one is stopped where it was when the client was last heard, if it is silent for twice as long as it
        said it would be: its machine sleeps, or its line is dead. `heard_ms`: when a frame of any kind came.
        `has_listened`: this process had nothing else to do.
        """
        heard_ms = max(heard_ms, self._heard_ms)
        is_silent = self._beat_ms > 0 and now_ms - heard_ms > 2 * self._beat_ms
        if self.running and is_silent and has_listened:
            return self.pause(now_ms, "server", ran_until_ms=max(heard_ms, self._ticking_since_ms or 0))
        if self._idle_since_ms is None or now_ms - self._idle_since_ms < IDLE_PAUSE_MS:
            return NOTHING
        self._idle_since_ms = None
        return self.pause(now_ms, "idle")

    def _count_pause(self, now_ms: int) -> None:
        if self._paused_since_ms is None:
            self.pauses += 1
            self._paused_since_ms = now_ms

    def _paused_until(self, now_ms: int) -> int:
        return self.paused_ms + (0 if self._paused_since_ms is None else now_ms - self._paused_since_ms)

    def _end_pause(self, now_ms: int) -> None:
        self.paused_ms, self._paused_since_ms = self._paused_until(now_ms), None

    def _stop_clock(self, now_ms: int, *, by_the_player: bool = False) -> None:
        if self.running:
            self._tell_budget(now_ms, all_is_here=by_the_player)
        self._base_ms = max(self.clock_ms(now_ms), self.engine.at_ms)
        self._ticking_since_ms = None
        self.running = False

    def _start_clock(self, now_ms: int, frames: list[bytes]) -> None:
        self._end_pause(now_ms)
        self._idle_since_ms = None
        self._budget.starts()
        # A clock that was put back runs again through what has been counted.
        self._counted_ms = max(self._counted_ms, self._base_ms)
        self._heard_ms = now_ms
        self.running = True
        if self.engine.wave is not None:
            self._ticking_since_ms = now_ms
        self.v += 1
        # The clock may have been moved while it stood, so the next deadline may be earlier than the timer still set.
        self._follows |= Follows.JOURNAL | Follows.TIMER
        frames.append(protocol.running(self.v, self._base_ms))

    def _tell_budget(self, now_ms: int, *, all_is_here: bool = False) -> None:
        """Up to where the clock ran, and when in that run the client was last heard."""
        clock_ms, since_ms = self.clock_ms(now_ms), self._ticking_since_ms
        heard_clock_ms = self._base_ms if since_ms is None else self.clock_ms(max(self._heard_ms, since_ms))
        ran_ms = max(0, clock_ms - self._counted_ms)
        self._counted_ms += ran_ms
        self._budget.ran(ran_ms, None if all_is_here else self._heard_ms, heard_clock_ms)

    # ------------------------------------------------------------ keys

    def keys(self, frame: Keys, now_ms: int) -> Reply:
        """Apply a `k` frame; ends with its ack unless it left a gap."""
        if self.ended:
            return NOTHING
        first, entries = frame
        repeated = self.s + 1 - first
        if repeated:
            if repeated < 0:
                return self._gap(first, now_ms)
            entries = entries[repeated:]
        self._heard_ms = now_ms
        self._follows = Follows.JOURNAL if entries else Follows.NOTHING
        frames: list[bytes] = []
        for client_ms, key in entries:
            self.s += 1
            self._key(client_ms, key, now_ms, frames)
            if self.ended_reason is not None:
                break
        frames.append(self.ack())
        return Reply(frames, self._follows)

    def _gap(self, first: int, now_ms: int) -> Reply:
        """Keys are missing before `first`. Reported once: frames that are already on their way have the same gap, and
        only the missing key closes it."""
        if self._gap_told_at == self.s:
            return NOTHING
        self._gap_told_at = self.s
        detail = f"key {self.s + 1} was expected, {first} came"
        return Reply([protocol.error("keys/gap", detail), self.welcome(now_ms)], Follows.NOTHING)

    def _key(self, client_ms: int, key: str, now_ms: int, frames: list[bytes]) -> None:
        engine = self.engine
        if engine.wave is None:
            return  # nothing is due, and the clock is stopped
        placed_ms = None if self.running else self._place(client_ms, now_ms, frames)
        if placed_ms is not None:
            at_ms = placed_ms
        else:
            # Without clock_ms(), min() and max(): this is every key's way. The clock ticks, for a wave is under way.
            assert self._ticking_since_ms is not None
            arrival_ms = self._base_ms + now_ms - self._ticking_since_ms
            claimed_ms = client_ms if client_ms < arrival_ms else arrival_ms
            earliest_ms, quota_ms = engine.earliest_key_ms, arrival_ms - LAG_QUOTA_MS
            floor_ms = earliest_ms if earliest_ms > quota_ms else quota_ms
            at_ms = claimed_ms if claimed_ms > floor_ms else floor_ms
        pressed = engine.keys_pressed
        events = engine.press(key, at_ms)
        if engine.keys_pressed > pressed:
            self.tape.append(at_ms, client_ms, key)
        else:
            self.s -= 1  # a hit, or the time limit, ended the game before it: it is not applied, nor acknowledged
        if events and (len(events) > 1 or type(events[0]) not in _UNTOLD):
            self._tell(events, now_ms, frames)

    def _place(self, client_ms: int, now_ms: int, frames: list[bytes]) -> int | None:
        """The game time of a key that comes while the clock is stopped, by the resume budget; None starts the clock."""
        at_ms = self._budget.place(self.s, client_ms, self.engine.at_ms, self._base_ms)
        if at_ms is None:
            self._start_clock(now_ms, frames)
        else:
            self._base_ms = max(self._base_ms, at_ms)
        return at_ms

    def judge(self, now_ms: int) -> Reply:
        """Deal the hits that were due more than the lag quota ago. While the clock runs, another timer must follow."""
        if self._ticking_since_ms is None or self.ended:
            return NOTHING
        self._follows = Follows.TIMER
        frames: list[bytes] = []
        until_ms = self.clock_ms(now_ms) - LAG_QUOTA_MS
        if until_ms >= self.engine.next_deadline_ms:
            self._follows |= Follows.JOURNAL
            self._tell(self.engine.advance(until_ms), now_ms, frames)
        return Reply(frames, self._follows)

    def _tell(self, events: Sequence[Event], now_ms: int, frames: list[bytes]) -> None:
        for event in events:
            match event:
                case EnemyKilled():
                    self.v += 1
                    frames.append(protocol.kill(self.v, event.enemy, event.at_ms))
                    if self._next_told is not None:
                        self._show_next(frames)
                case EnemiesPushed():
                    # No timer follows: the one that is set rings too early, and sets another.
                    self.v += 1
                    frames.append(protocol.push(self.v, event.by_ms, event.at_ms))
                case PlayerHit():
                    self.v += 1
                    frames.append(protocol.hit(self.v, event.enemy, event.damage, event.hp, event.at_ms))
                case WaveCleared():
                    self.v += 1
                    frames.append(protocol.clear(self.v, event.number, event.hp, event.at_ms))
                    if len(self.waves) == self.last_wave and not self.engine.over:
                        self.engine.stop(event.at_ms, EndReason.CLEARED)
                    elif not self.engine.over:
                        self._begin_wave(now_ms, frames)
        if self.engine.over:
            self._close(self.engine.end_reason or EndReason.LIMIT, now_ms)

    # ------------------------------------------------------------ the end

    def end(self, reason: EndReason, now_ms: int) -> Reply:
        """End the game at the present game time, unless a hit that was due earlier ends it first."""
        if self.ended:
            return NOTHING
        self._follows = Follows.NOTHING
        frames: list[bytes] = []
        events = self.engine.stop(max(self.clock_ms(now_ms), self.engine.at_ms), reason)
        self._tell(events, now_ms, frames)
        return Reply(frames, self._follows)

    def _close(self, reason: EndReason, now_ms: int) -> None:
        self._end_pause(now_ms)
        self.ended, self.ended_reason = True, reason
        self._follows = Follows.JOURNAL | Follows.ENDED
        self._base_ms = self.engine.at_ms
        self._ticking_since_ms = None
        self.running = False

    def key_log(self) -> KeyLog:
        """The ended game's log."""
        assert self.ended_reason is not None
        return KeyLog(
            self.language,
            self.difficulty,
            tuple(self.waves),
            self.tape.keys(),
            self.engine.at_ms,
            self.ended_reason,
            self.engine.time_limit_ms,
        )

    # ------------------------------------------------------------ for the journal

    def shown(self) -> list[int]:
        """What a list of unfinished games tells of this one: its wave, HP and keys pressed, and the points it cannot
        lose any more."""
        engine = self.engine
        return [len(self.waves), engine.hp, engine.keys_pressed, earned_points(engine.totals)]

    def standing(self, now_ms: int) -> dict[str, Any]:
        """What the journal keeps besides waves and keys."""
        if self.running:
            self._tell_budget(now_ms)
        return {
            "s": self.s,
            "v": self.v,
            "clock_ms": self.clock_ms(now_ms),
            "judged_ms": self.engine.at_ms,
            "pauses": self.pauses,
            "paused_ms": self._paused_until(now_ms),
            "is_paused": self._paused_since_ms is not None,
            "budget": self._budget.standing(now_ms),
            "journal_lost": self.journal_lost,
            "shown": self.shown(),
            "ended_reason": self.ended_reason,
            "ended_at": self.ended_at and self.ended_at.isoformat(),
        }

    def restore(self, standing: dict[str, Any], waves: Sequence[Wave], tape: Tape, *, age_ms: int, now_ms: int) -> None:
        """Become the game that the journal holds; `waves` are all the waves drawn. Raises game.replay.BrokenLog.

        A pause that had begun when the standing was written, `age_ms` ago, has lasted since then and goes on.
        """
        coming = iter(waves)
        play(self.engine, coming, tape.keys())
        self.ready = deque(coming)  # what replay had no need to begin
        self.waves = list(waves[: len(waves) - len(self.ready)])
        self.tape = tape
        self.s = self.d = standing["s"]
        self.v = standing["v"]
        self.pauses, self.paused_ms = standing["pauses"], standing["paused_ms"]
        if standing["is_paused"]:
            self.paused_ms += age_ms
            self._paused_since_ms = now_ms
        if "budget" in standing:  # the release before this one wrote none
            self._budget.restore(standing["budget"], age_ms=age_ms, now_ms=now_ms)
        self.journal_lost = standing["journal_lost"]
        self.ended_at = standing["ended_at"] and datetime.fromisoformat(standing["ended_at"])
        self._base_ms = max(standing["clock_ms"], self.engine.at_ms)
        if not self.engine.over:
            self.engine.advance(max(standing["judged_ms"], self.engine.at_ms))
        if not self.engine.over and standing["ended_reason"] is not None:
            self.engine.stop(self._base_ms, EndReason(standing["ended_reason"]))
        self.ended_reason = self.engine.end_reason
        self.ended = self.engine.over
