"""The judge of one game.

Laws:
- Time only moves forward. `press` and `advance` are given the game time; the engine never asks for it.
- An enemy hits at its deadline and then at every interval, until its line's last character is typed. A key at exactly
  the deadline still kills. Once a hit has been dealt at some moment, no key can be pressed at that moment any more
  (`earliest_key_ms`), so that live play and replay judge in the same order.
- Stop on error: a wrong key is counted and the cursor stays.
- A line without a wrong key, from the one after the previous line's last character on, pushes every living enemy back:
  its next hit, and with it all later ones, comes `damage of the line * wave.push_ms` later.
- A game with a time limit ends at it, before the hits that are due at that moment; a key at exactly the limit counts.
- While no wave is under way the clock is stopped: `advance` and `stop` leave the time as it is, so the next wave starts
  at the game time of the key that cleared the last one, however long the wave took to arrive.

Absent on purpose: clocks, lag, pauses (the caller stops game time during those), randomness, I/O.
"""

from __future__ import annotations

from collections.abc import Sequence

from game.events import (
    EnemiesPushed,
    EnemyKilled,
    Event,
    LimitReached,
    Mistyped,
    PlayerDefeated,
    PlayerHit,
    WaveCleared,
    WordTyped,
)
from game.rules import COMBO_LIMIT, COMBO_STREAK, FULL_HP, GAME_LIMIT_KEYS, GAME_LIMIT_MS
from game.scoring import Totals
from game.terms import EndReason
from game.text import TypedText
from game.wave import Wave

NOTHING: Sequence[Event] = ()


class EngineRefusal(Exception):
    """The call does not fit the engine's state. The engine is unchanged."""


class GameIsOver(EngineRefusal):
    """After the end no key can be pressed and no wave begun."""


class NoWave(EngineRefusal):
    """No wave is under way: begin one first."""


class TimeRanBackwards(EngineRefusal):
    """The time given is before one that was already judged."""


class Engine:
    """One game from its first wave to its end, which is at `time_limit_ms` at the latest if it is given.

    Begin a wave with `begin`, then pass keys to `press` and let time pass with `advance`, at `next_deadline_ms` at the
    latest. After a `WaveCleared`, `begin` the next wave before the next key. All times are game milliseconds.

    Read, never written, from outside, and plain attributes because every key reads them: no key may be pressed before
    `earliest_key_ms`; `position` is the cursor, the offset into the wave's text of the next key due, 0 between two
    waves; `combo` is the current multiplier, 1 to 10; `streak` counts consecutive clean words; `dirty` says whether a
    wrong key was pressed in the word under the cursor.
    """

    __slots__ = (
        "_correct_words",
        "_cursor",
        "_damage_dealt",
        "_damage_taken",
        "_first_alive",
        "_incorrect_words",
        "_keys",
        "_keys_correct",
        "_kills",
        "_line_clean",
        "_line_damage",
        "_longest_ms",
        "_max_combo",
        "_next_hits_ms",
        "_typed",
        "_unhurt",
        "at_ms",
        "combo",
        "dirty",
        "earliest_key_ms",
        "end_reason",
        "hp",
        "keys_pressed",
        "next_deadline_ms",
        "position",
        "pushed_ms",
        "streak",
        "time_limit_ms",
        "wave",
        "wave_start_ms",
        "waves_completed",
    )

    def __init__(self, time_limit_ms: int | None = None) -> None:
        if time_limit_ms is not None and time_limit_ms < 1:
            raise ValueError("a game lasts a millisecond at least")
        self.time_limit_ms = time_limit_ms
        self._longest_ms = GAME_LIMIT_MS if time_limit_ms is None else min(time_limit_ms, GAME_LIMIT_MS)
        self.at_ms = self.earliest_key_ms = 0
        self.hp = FULL_HP
        self.wave: Wave | None = None
        self.wave_start_ms = 0
        self.end_reason: EndReason | None = None
        self.next_deadline_ms = self._longest_ms
        self.position = 0
        self.streak = 0
        self.combo = 1
        self.dirty = False
        self.keys_pressed = 0
        self.waves_completed = 0
        self.pushed_ms = 0  # by how much later than served the wave's living enemies hit
        self._typed: TypedText | None = None
        self._keys = ""
        self._cursor = 0
        self._line_clean = True
        self._line_damage = 0
        self._unhurt = True
        self._first_alive = 0
        self._next_hits_ms: list[int] = []
        self._max_combo = 0
        self._correct_words = 0
        self._incorrect_words = 0
        self._kills = 0
        self._damage_dealt = 0
        self._damage_taken = 0
        self._keys_correct = 0

    @property
    def over(self) -> bool:
        return self.end_reason is not None

    @property
    def lines_left(self) -> int:
        """Living enemies of the wave; 0 between two waves."""
        return 0 if self.wave is None else len(self.wave.enemies) - self._first_alive

    @property
    def damage_taken(self) -> int:
        """HP lost so far."""
        return self._damage_taken

    @property
    def keys_correct(self) -> int:
        return self._keys_correct

    @property
    def totals(self) -> Totals:
        return Totals(
            correct_words=self._correct_words,
            incorrect_words=self._incorrect_words,
            enemies_killed=self._kills,
            waves_completed=self.waves_completed,
            max_combo=self._max_combo,
            damage_dealt=self._damage_dealt,
            damage_taken=self._damage_taken,
            keys_pressed=self.keys_pressed,
            keys_correct=self._keys_correct,
        )

    # ------------------------------------------------------------ moves

    def begin(self, wave: Wave) -> None:
        """Start a wave at the current game time. Raises GameIsOver, or EngineRefusal while another is under way."""
        if self.end_reason is not None:
            raise GameIsOver
        if self.wave is not None:
            raise EngineRefusal("a wave is under way")
        self.wave = wave
        self.wave_start_ms = self.at_ms
        self._typed = wave.typed
        self._keys = self._typed.keys
        self._cursor = 0
        self.position = self._typed.offsets[0]
        self.dirty = False
        self._line_clean = True
        self._line_damage = 0
        self._unhurt = True
        self.pushed_ms = 0
        self._first_alive = 0
        self._next_hits_ms = [self.at_ms + enemy.due_ms for enemy in wave.enemies]
        self._find_deadline()

    def press(self, key: str, at_ms: int) -> Sequence[Event]:
        """Judge one key: a single character, "\\n" for Enter.

        Hits due before `at_ms` are dealt first. If they end the game, the key is not counted (`keys_pressed` is
        unchanged) and does not belong in the log. Raises GameIsOver, NoWave, or TimeRanBackwards when `at_ms` is before
        `earliest_key_ms`.
        """
        if self.end_reason is not None:
            raise GameIsOver
        typed = self._typed
        if typed is None:
            raise NoWave
        if at_ms < self.earliest_key_ms:
            raise TimeRanBackwards
        events: Sequence[Event] = NOTHING
        if at_ms > self.next_deadline_ms:
            events = self._judge(at_ms - 1)
            if self.over:
                return events
        self.at_ms = self.earliest_key_ms = at_ms
        self.keys_pressed += 1
        cursor = self._cursor
        if key == self._keys[cursor]:
            self._keys_correct += 1
            self._cursor = cursor + 1
            if typed.ends_word[cursor]:
                finished = self._finish_word(typed, cursor, at_ms)
                events = [*events, *finished] if events else finished
            else:
                self.position = typed.offsets[cursor + 1]  # there is one: the last key ends a word
        else:
            self.streak = 0
            self.combo = 1
            self._line_clean = False
            if typed.words[cursor] != -1:
                self.dirty = True
            events = [*events, Mistyped(self._keys[cursor], key, at_ms)]
        if self.keys_pressed >= GAME_LIMIT_KEYS:
            self.end_reason = EndReason.LIMIT
            events = [*events, LimitReached(at_ms)]
        return events

    def advance(self, at_ms: int) -> Sequence[Event]:
        """Let time pass: deal every hit due at or before `at_ms`. Raises GameIsOver, TimeRanBackwards.

        While no wave is under way nothing happens and `at_ms` does not change.
        """
        if self.end_reason is not None:
            raise GameIsOver
        if at_ms < self.at_ms:
            raise TimeRanBackwards
        if self.wave is None:
            return NOTHING
        events = self._judge(at_ms) if at_ms >= self.next_deadline_ms else NOTHING
        if not self.over:
            self.at_ms = at_ms
            self.earliest_key_ms = max(self.earliest_key_ms, at_ms)
        return events

    def stop(self, at_ms: int, reason: EndReason) -> Sequence[Event]:
        """End the game at `at_ms` for `reason`, unless a hit due by then ends it first.

        Between two waves it ends at the time at which the clock stopped. Either way the engine's `at_ms` is then the
        game's end. Raises GameIsOver, TimeRanBackwards.
        """
        events = self.advance(at_ms)
        if self.end_reason is None:
            self.end_reason = reason
        return events

    # ------------------------------------------------------------ the rules

    def _finish_word(self, typed: TypedText, cursor: int, at_ms: int) -> list[Event]:
        wave = self.wave
        assert wave is not None
        number = typed.words[cursor]
        word = wave.words[number]
        clean = not self.dirty
        if clean:
            self._correct_words += 1
            self.streak += 1
            combo = self.combo = min(COMBO_LIMIT, 1 + self.streak // COMBO_STREAK)
            self._max_combo = max(self._max_combo, combo)
        else:
            self._incorrect_words += 1
            self.dirty = False
            combo = 1
        damage = (word.end - word.start) * combo
        self._damage_dealt += damage
        self._line_damage += damage
        events: list[Event] = [WordTyped(number, clean, damage, combo, at_ms)]
        if typed.ends_line[cursor]:
            events.append(EnemyKilled(self._first_alive, at_ms))
            self._kills += 1
            self._first_alive += 1
            if self._cursor == len(self._keys):
                events.append(self._clear(wave, at_ms))
                return events
            if (by_ms := self._end_line(wave)) > 0:
                events.append(EnemiesPushed(by_ms, at_ms))
            self._find_deadline()
        self.position = typed.offsets[self._cursor]
        return events

    def _end_line(self, wave: Wave) -> int:
        """Push the living enemies if the line was clean, and start the next line; returns by how much."""
        by_ms = self._line_damage * wave.push_ms if self._line_clean else 0
        if by_ms:
            alive = self._first_alive
            self._next_hits_ms[alive:] = [hit_ms + by_ms for hit_ms in self._next_hits_ms[alive:]]
            self.pushed_ms += by_ms
        self._line_clean = True
        self._line_damage = 0
        return by_ms

    def _clear(self, wave: Wave, at_ms: int) -> Event:
        self.waves_completed += 1
        self.hp = min(FULL_HP, self.hp + wave.heal + (wave.flawless_heal if self._unhurt else 0))
        self.wave = None
        self._typed = None
        self.position = 0
        self._next_hits_ms = []
        self._first_alive = 0
        self._find_deadline()
        return WaveCleared(wave.number, self.hp, at_ms)

    def _judge(self, until_ms: int) -> list[Event]:
        """Deal every hit due at or before `until_ms`, by time and then from top to bottom."""
        events: list[Event] = []
        while self.next_deadline_ms <= until_ms:
            due_ms = self.next_deadline_ms
            self.at_ms = self.earliest_key_ms = due_ms
            if due_ms >= self._longest_ms:
                self.end_reason = EndReason.TIME if due_ms == self.time_limit_ms else EndReason.LIMIT
                events.append(LimitReached(due_ms))
                break
            self.earliest_key_ms = due_ms + 1
            self._hit(due_ms, events)
            if self.end_reason is not None:
                break
        return events

    def _hit(self, due_ms: int, events: list[Event]) -> None:
        wave = self.wave
        assert wave is not None
        enemy = self._next_hits_ms.index(due_ms, self._first_alive)
        lost = min(wave.enemies[enemy].damage, self.hp)
        self.hp -= lost
        self._unhurt = False
        self._damage_taken += lost
        events.append(PlayerHit(enemy, lost, self.hp, due_ms))
        if self.hp == 0:
            self.end_reason = EndReason.DEFEATED
            events.append(PlayerDefeated(due_ms))
        else:
            self._next_hits_ms[enemy] += wave.enemies[enemy].every_ms
            self._find_deadline()

    def _find_deadline(self) -> None:
        living = self._next_hits_ms[self._first_alive :]
        self.next_deadline_ms = min(*living, self._longest_ms) if living else self._longest_ms
