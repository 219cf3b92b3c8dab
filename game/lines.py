"""Whole lines at once: an engine for playing thousands of games without looking at events.

Law: `LineEngine.type_lines` leaves the engine, bit for bit, as if `press` had been called for each of those keys, at
any times up to that of the line's last key: it does not matter before which key of a line a hit falls, unless the hit
ends the game, and only the last key of a line moves a deadline. Therefore it stops before the line in which the game
would end, and `press` plays that line.
tests/game/test_lines.py plays both side by side.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from game.engine import Engine, EngineRefusal, GameIsOver, NoWave, TimeRanBackwards
from game.events import Event
from game.rules import COMBO_LIMIT, COMBO_STREAK, GAME_LIMIT_KEYS, GAME_LIMIT_MS
from game.text import TypedText, Word
from game.wave import Wave


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A snippet's lines and words, counted in keys. `line_ends[i]` is the number of keys up to the end of line i.

    `words_done[n]` is how many words the first n keys finish, `lengths[n]` the total length of the first n words.
    """

    typed: TypedText
    line_ends: tuple[int, ...]
    words_done: tuple[int, ...]
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, typed: TypedText, words: Sequence[Word]) -> Layout:
        """Make it once per snippet, from the `typed` and `words` of its wave."""
        finished = [words[typed.words[key]] for key, ends in enumerate(typed.ends_word) if ends]
        return cls(
            typed,
            tuple(key + 1 for key, ends in enumerate(typed.ends_line) if ends),
            (0, *accumulate(typed.ends_word)),
            (0, *accumulate(word.end - word.start for word in finished)),
        )


class LineEngine(Engine):
    """An engine that can also type whole lines. `first_hit_ms` is when the first hit fell, None before."""

    __slots__ = ("first_hit_ms",)

    def __init__(self) -> None:
        super().__init__()
        self.first_hit_ms: int | None = None

    def type_lines(self, layout: Layout, slips: Sequence[int], ends_ms: Sequence[int]) -> int:
        """Type the next lines to their ends, the last key of each at `ends_ms`; returns how many were typed.

        `slips` are indexes of keys, ascending: each occurrence is a wrong key pressed before that right one. Stops
        before the line in which the game would end, and when the wave is cleared. Raises what `press` raises, and
        EngineRefusal if the layout is another wave's.
        """
        if self.end_reason is not None:
            raise GameIsOver
        wave = self.wave
        if wave is None:
            raise NoWave
        if layout.typed is not self._typed:
            raise EngineRefusal("this is another wave's layout")
        first = self._first_alive
        nearest_ms = self.next_deadline_ms  # at most this; it may have been the deadline of a line typed since
        slipped = bisect_left(slips, self._cursor)
        for end, end_ms in zip(layout.line_ends[first:], ends_ms, strict=False):
            if end_ms < self.earliest_key_ms:
                self._find_deadline()
                raise TimeRanBackwards
            upto = bisect_left(slips, end, slipped)
            pressed = end - self._cursor + upto - slipped
            if self.keys_pressed + pressed >= GAME_LIMIT_KEYS or end_ms > GAME_LIMIT_MS:
                break
            if end_ms > nearest_ms:
                nearest_ms = min(self._next_hits_ms[self._first_alive :])
                if end_ms > nearest_ms and not self._survive(wave, end_ms - 1):
                    break
            self._type_words(layout, slips[slipped:upto], end)
            self.keys_pressed += pressed
            self._keys_correct += end - self._cursor
            self._kills += 1
            self._first_alive += 1
            self._cursor, slipped = end, upto
            self.at_ms = self.earliest_key_ms = end_ms
            if end == len(self._keys):
                self._clear(wave, end_ms)
                return len(wave.enemies) - first
            self.position = layout.typed.offsets[end]
            nearest_ms += self._end_line(wave)
        self._find_deadline()
        return self._first_alive - first

    def _hit(self, due_ms: int, events: list[Event]) -> None:
        if self.first_hit_ms is None:
            self.first_hit_ms = due_ms
        super()._hit(due_ms, events)

    def _survive(self, wave: Wave, until_ms: int) -> bool:
        """Deal every hit due at or before `until_ms` by the living enemies, unless that would end the game.

        Returns whether the player survives; if not, no hit was dealt.
        """
        next_hits_ms = self._next_hits_ms
        hits = []
        lost = 0
        for number in range(self._first_alive, len(next_hits_ms)):
            late_ms = until_ms - next_hits_ms[number]
            if late_ms >= 0:
                enemy = wave.enemies[number]
                count = late_ms // enemy.every_ms + 1
                lost += count * enemy.damage
                hits.append((number, count * enemy.every_ms, enemy.every_ms))
        if lost >= self.hp:
            return False
        if hits and self.first_hit_ms is None:
            self.first_hit_ms = min(next_hits_ms[number] for number, _, _ in hits)
        self.hp -= lost
        self._damage_taken += lost
        self._unhurt = self._unhurt and not hits
        for number, later_ms, every_ms in hits:
            next_hits_ms[number] += later_ms
            self.earliest_key_ms = max(self.earliest_key_ms, next_hits_ms[number] - every_ms + 1)
        return True

    def _type_words(self, layout: Layout, slips: Sequence[int], end: int) -> None:
        """Count the words that the keys from the cursor to `end` finish, a wrong key before each of `slips`."""
        words_done, lengths = layout.words_done, layout.lengths
        word, streak, dirty = words_done[self._cursor], self.streak, self.dirty
        incorrect, top, damage = 0, self._max_combo, 0
        first = word
        for slip in (*slips, end):
            done = words_done[slip]
            if dirty and word < done:
                damage += lengths[word + 1] - lengths[word]
                incorrect += 1
                word += 1
                dirty = False
            while word < done:  # clean words: all those with the same combo at once
                combo = 1 + (streak + 1) // COMBO_STREAK
                count = COMBO_STREAK - (streak + 1) % COMBO_STREAK
                if combo >= COMBO_LIMIT:
                    combo, count = COMBO_LIMIT, done - word
                elif count > done - word:
                    count = done - word
                damage += combo * (lengths[word + count] - lengths[word])
                word += count
                streak += count
                top = max(top, combo)
            if slip < end:
                streak = 0
                dirty = dirty or layout.typed.words[slip] != -1
        self._correct_words += word - first - incorrect
        self._incorrect_words += incorrect
        self._damage_dealt += damage
        self._line_damage += damage
        self._line_clean = self._line_clean and not slips
        self.streak, self.dirty, self._max_combo = streak, dirty, top
        self.combo = min(COMBO_LIMIT, 1 + streak // COMBO_STREAK)
