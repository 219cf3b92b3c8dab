"""A wave as it was served: one snippet, its enemies, what a clean line pushes and what clearing the wave heals.

Law: a wave holds everything needed to judge it, in times relative to its own start, so that a stored wave is always
judged the same way, even when the rules have changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from game.text import TypedText, Word, typed_lines, typed_text


@lru_cache(maxsize=1024)  # a few libraries' worth; a layout that was dropped is made again
def _layouts(text: str, language: str) -> list[tuple[str, tuple[Word, ...], TypedText]]:
    """Where the one layout of a text is kept, by what is quick to look up: a text has hundreds of words."""
    return []


def _shared(text: str, language: str, words: tuple[Word, ...]) -> tuple[str, tuple[Word, ...], TypedText]:
    """One copy of a snippet for all its waves: it is larger than the rest of a wave, and takes longer to lay out."""
    layouts = _layouts(text, language)
    for known in layouts:
        if known[1] == words:
            return known
    made = text, words, typed_text(text, words)
    layouts[:] = [made]  # the words are others when a new grammar has found them
    return made


@lru_cache(maxsize=4096)  # the waves that are typed at one time, at 4 KiB each
def _shared_enemies(enemies: tuple[Enemy, ...]) -> tuple[Enemy, ...]:
    """One copy for all who are in the same wave of the same snippet."""
    return enemies


class Enemy(NamedTuple):
    """One non-blank line. It hits `due_ms` after the wave's start and every `every_ms` after that, until killed.

    `start` and `end` are offsets of the line's typed characters in the wave's text, end exclusive; `damage` is in HP.
    """

    start: int
    end: int
    due_ms: int
    every_ms: int
    damage: int


@dataclass(frozen=True, slots=True)
class Wave:
    """`number` counts from 1. `words` must cover the typed text (see game.text.typed_text).

    Clearing it heals `heal` HP, and `flawless_heal` more if no enemy of the wave has hit. A line typed without a wrong
    key pushes the living enemies back by `push_ms` for each point of damage that its words dealt. `asked_wpm` is the
    speed that the deadlines follow, in standard words a minute; it is shown, and judges nothing. All three are 0 in
    waves that were served before they existed.

    Raises ValueError if it could not be judged: every wave that exists can be played and replayed.
    """

    number: int
    snippet_id: str
    version: int
    language: str
    text: str
    words: tuple[Word, ...]
    enemies: tuple[Enemy, ...]
    heal: int
    flawless_heal: int = 0
    push_ms: int = 0
    asked_wpm: float = 0.0
    # Laid out when the wave is made, not at its first key.
    typed: TypedText = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.heal < 0 or self.flawless_heal < 0:
            raise ValueError("clearing a wave must not cost HP")
        if self.push_ms < 0:
            raise ValueError("a clean line must not pull enemies nearer")
        if any(enemy.due_ms < 0 or enemy.every_ms < 1 or enemy.damage < 0 for enemy in self.enemies):
            raise ValueError("an enemy's times and damage must not be negative, nor its interval zero")
        if tuple((enemy.start, enemy.end) for enemy in self.enemies) != typed_lines(self.text):
            raise ValueError("a wave has one enemy for each line that is not blank, top to bottom")
        text, words, typed = _shared(self.text, self.language, self.words)
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "typed", typed)
        object.__setattr__(self, "enemies", _shared_enemies(self.enemies))
