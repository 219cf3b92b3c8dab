"""Whole lines at once: the engine for whoever plays thousands of games and looks at no event.

Law: `LineEngine.type_lines` leaves the engine as `press` would, called for each of those keys at any moments up to the
line's last one, bit for bit: a hit inside a line does the same whichever key it falls before, unless it ends the game.
So the line in which the game would end is refused, and `press` plays it. tests/game/test_lines.py plays both side by
side.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from game.engine import Engine, EngineRefusal, GameIsOver, NoWave, TimeRanBackwards
from game.rules import COMBO_LIMIT, COMBO_STREAK, GAME_LIMIT_KEYS, GAME_LIMIT_MS
from game.text import TypedText, Word


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A snippet's lines and words by its keys. `line_ends[i]` is how many keys there are up to the end of line i.

    `words_done[n]` says how many words the first n keys finish, `lengths[n]` how long the first n words are together.
    """

    typed: TypedText
    line_ends: tuple[int, ...]
    words_done: tuple[int, ...]
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, typed: TypedText, words: Sequence[Word]) -> Layout:
        """Make it once for a snippet; a wave's `typed` and `words` are these."""
        finished = [words[typed.words[key]] for key, ends in enumerate(typed.ends_word) if ends]
        return cls(
            typed,
            tuple(key + 1 for key, ends in enumerate(typed.ends_line) if ends),
            (0, *accumulate(typed.ends_word)),
            (0, *accumulate(word.end - word.start for word in finished)),
        )


class LineEngine(Engine):
    """An engine that can also be told whole lines."""

    __slots__ = ()

    def type_lines(self, layout: Layout, slips: Sequence[int], ends_ms: Sequence[int]) -> int:
        """Type the next lines to their ends, the last key of each at `ends_ms`; says how many were typed.

        `slips` are numbers of keys, ascending: a wrong key is pressed before that right one, as often as it is named.
        It stops before the line in which the game would end, and when the wave is cleared. Raises as `press` does, and
        EngineRefusal for another wave's layout.
        """
        if self.end_reason is not None:
            raise GameIsOver
        if self.wave is None:
            raise NoWave
        if layout.typed is not self._typed:
            raise EngineRefusal("this is another wave's layout")
        first = line = self._first_alive
        cursor, at_ms, nearest_ms = self._cursor, self.at_ms, self.next_deadline_ms
        slip = slipped = bisect_left(slips, cursor)
        keys_left = GAME_LIMIT_KEYS - self._keys_pressed + cursor
        for end, end_ms in zip(layout.line_ends[first:], ends_ms, strict=False):
            if end_ms < at_ms or end_ms == self._hit_at_ms:
                self._commit(layout, slips[slip:slipped], cursor, line, at_ms)
                raise TimeRanBackwards
            upto = bisect_left(slips, end, slipped)
            if end + upto - slip >= keys_left or end_ms > GAME_LIMIT_MS:
                break
            if end_ms > nearest_ms:
                nearest_ms = min(self._next_hits_ms[line:])  # until here it was the deadline of a line since typed
                if end_ms > nearest_ms and not self._survive(line, end_ms - 1):
                    break
            slipped, cursor, at_ms = upto, end, end_ms
            line += 1
        self._commit(layout, slips[slip:slipped], cursor, line, at_ms)
        return line - first

    def _survive(self, line: int, until_ms: int) -> bool:
        """Deal every hit due at or before `until_ms` by the enemies from `line` on, unless that ends the game."""
        wave, next_hits_ms = self.wave, self._next_hits_ms
        assert wave is not None
        hits = []
        lost = 0
        for number in range(line, len(next_hits_ms)):
            late_ms = until_ms - next_hits_ms[number]
            if late_ms >= 0:
                enemy = wave.enemies[number]
                count = late_ms // enemy.every_ms + 1
                lost += count * enemy.damage
                hits.append((number, count * enemy.every_ms, enemy.every_ms))
        if lost >= self.hp:
            return False
        self.hp -= lost
        self._damage_taken += lost
        for number, later_ms, every_ms in hits:
            next_hits_ms[number] += later_ms
            self._hit_at_ms = max(self._hit_at_ms, next_hits_ms[number] - every_ms)
        return True

    def _commit(self, layout: Layout, slips: Sequence[int], cursor: int, line: int, at_ms: int) -> None:
        """Count the keys up to `cursor`, and the words and the lines that they finish."""
        wave = self.wave
        assert wave is not None
        if cursor == self._cursor:
            return
        self._keys_correct += cursor - self._cursor
        self._keys_pressed += cursor - self._cursor + len(slips)
        self._finish_words(layout, slips, cursor)
        self._kills += line - self._first_alive
        self._cursor, self._first_alive, self.at_ms = cursor, line, at_ms
        if cursor == len(self._keys):
            self._clear(wave, at_ms)
        else:
            self._find_deadline()

    def _finish_words(self, layout: Layout, slips: Sequence[int], cursor: int) -> None:
        owners, words_done, lengths = layout.typed.words, layout.words_done, layout.lengths
        word, streak, dirty = words_done[self._cursor], self._streak, self._dirty
        incorrect, top, damage = 0, self._max_combo, 0
        first = word
        for slip in (*slips, cursor):
            done = words_done[slip]
            if dirty and word < done:
                damage += lengths[word + 1] - lengths[word]
                incorrect += 1
                word += 1
                dirty = False
            while word < done:  # clean words, as many at once as have the same combo
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
            if slip < cursor:
                streak = 0
                dirty = dirty or owners[slip] != -1
        self._correct_words += word - first - incorrect
        self._incorrect_words += incorrect
        self._damage_dealt += damage
        self._streak, self._dirty, self._max_combo = streak, dirty, top
