"""A game that is a seat of a match: everybody's clock starts at one instant, and nobody can stop it.

Laws:
- Before the start there is no text: waves that are drawn wait, the clock stands at 0, and keys, `go` and `pause` do
  nothing.
- From then on the game time is the time since the start, whether the player is there or not. A drop is no pause, and
  there is no resume budget: keys that are sent again are judged at their arrival, within the lag quota, as all are.
- A process that takes the game over goes on from the start of the match, not from what the journal's clock showed.

Absent on purpose: when the match starts, and who else is in it (play.hall tells the one, and knows the other).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

from game.wave import Wave
from server.play.core import protocol
from server.play.core.protocol import Resume
from server.play.core.reply import NOTHING, Follows, Reply
from server.play.core.session import PlaySession
from server.play.core.tape import Tape


class MatchSession(PlaySession):
    """`starts_ms` is the server's time at which the clock starts, None while that is not known; `begun`: it has."""

    __slots__ = ("begun", "starts_ms")

    def __init__(
        self,
        *,
        id: str,
        token: str,
        user_id: str,
        language: str,
        difficulty: str,
        epoch: str,
        starts_ms: int | None = None,
        journal_lost: bool = False,
    ) -> None:
        super().__init__(
            id=id,
            token=token,
            user_id=user_id,
            language=language,
            difficulty=difficulty,
            epoch=epoch,
            journal_lost=journal_lost,
        )
        self.starts_ms = starts_ms
        self.begun = False

    # ------------------------------------------------------------ the start

    def start_at(self, starts_ms: int | None, now_ms: int) -> Reply:
        """When the match starts; None: not yet known, or no more. Once begun it stays begun."""
        if self.begun or self.ended or starts_ms == self.starts_ms:
            return NOTHING
        self.starts_ms = starts_ms
        return self._begin(now_ms)

    def _begin(self, now_ms: int) -> Reply:
        if self.ended or self.starts_ms is None or now_ms < self.starts_ms or not self.ready:
            return Reply((), Follows.TIMER)
        self._follows = Follows.JOURNAL | Follows.TIMER
        self._run()
        self.v += 1
        frames = [protocol.running(self.v, 0)]
        self._begin_wave(now_ms, frames)
        return Reply(frames, self._follows)

    def _run(self) -> None:
        self.begun = self.running = True
        self._base_ms, self._ticking_since_ms = 0, self.starts_ms

    def offer(self, wave: Wave, now_ms: int) -> Reply:
        if self.begun:
            return super().offer(wave, now_ms)
        self.ready.append(wave)
        frames, follows = self._begin(now_ms)
        return Reply(frames, follows | Follows.JOURNAL)

    def _begin_wave(self, now_ms: int, frames: list[bytes]) -> None:
        """The clock runs on while no wave is ready."""
        if self.ready:
            super()._begin_wave(now_ms, frames)
        else:
            self._follows |= Follows.WAVES

    @property
    def lacks_wave(self) -> bool:
        return self.begun and self.engine.wave is None and not self.ended

    def deadline_ms(self) -> int | None:
        if self.begun or self.ended or not self.ready:
            return super().deadline_ms()
        return self.starts_ms

    def judge(self, now_ms: int) -> Reply:
        return super().judge(now_ms) if self.begun else self._begin(now_ms)

    # ------------------------------------------------------------ coming and going

    def connect(self, resume: Resume | None, now_ms: int, *, wants_next: bool = False, beat_ms: int = 0) -> Reply:
        """A client said hello, and finds the clock as it is."""
        self._gap_told_at = None
        if resume is not None and self.s < resume.d:
            self.journal_lost = True
        frames = [self.welcome(now_ms)]
        self._next_told = 0 if wants_next else None
        self._show_next(frames)
        return Reply(frames, Follows.JOURNAL)

    def disconnect(self, now_ms: int, *, our_fault: bool, heard_ms: int = 0) -> Reply:
        return Reply((), Follows.JOURNAL)

    def go(self, now_ms: int) -> Reply:
        return NOTHING

    def pause(self, now_ms: int, reason: str = "player", *, ran_until_ms: int | None = None) -> Reply:
        return NOTHING

    def check_idle(self, now_ms: int, *, heard_ms: int = 0, has_listened: bool = True) -> Reply:
        return NOTHING

    def restore(self, standing: dict[str, Any], waves: Sequence[Wave], tape: Tape, *, age_ms: int, now_ms: int) -> None:
        """As for every game, and the clock runs since the match started. Hits that were due are dealt when it is judged
        next."""
        if standing["v"] == 0 and standing["ended_reason"] is None:
            self._wait_on(standing, waves)
            return
        super().restore(standing, waves, tape, age_ms=age_ms, now_ms=now_ms)
        if not self.ended:
            if self.starts_ms is None:  # the match does not say it any more: the clock's own word has to do
                self.starts_ms = now_ms - age_ms - self._base_ms
            self._run()

    def _wait_on(self, standing: dict[str, Any], waves: Sequence[Wave]) -> None:
        """It had not begun. Replay would begin its first wave, as it does for every game without a key."""
        self.ready = deque(waves)
        self.s = self.d = standing["s"]
        self.journal_lost = standing["journal_lost"]
