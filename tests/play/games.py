"""Small games for tests: waves whose deadlines are known, and the keys that clear them."""

from __future__ import annotations

import re

from game.text import Word, typed_lines
from game.wave import Enemy, Wave
from server.play.core.protocol import Keys
from server.play.core.session import PlaySession

TEXT = "a = 1\nif a:\n    b = 2"
KEYS = "a = 1\nif a:\nb = 2"
DUE_MS = (10_000, 20_000, 30_000)
EVERY_MS = 5_000
DAMAGE = 10


def wave(number: int = 1, text: str = TEXT, due_ms: tuple[int, ...] = DUE_MS, push_ms: int = 0) -> Wave:
    words = tuple(Word(match.start(), match.end(), "name") for match in re.finditer(r"\w+|[^\w\s]", text))
    enemies = tuple(
        Enemy(line.start, line.end, due, EVERY_MS, DAMAGE) for line, due in zip(typed_lines(text), due_ms, strict=True)
    )
    return Wave(number, f"snippet-{number}", 1, "PYTHON", text, words, enemies, 8, push_ms=push_ms, asked_wpm=31.5)


def session(*, waves: int = 3, push_ms: int = 0) -> PlaySession:
    """A game at server time 0 with its first wave begun, nobody connected."""
    new = PlaySession(id="s", token="t", user_id="u", language="PYTHON", difficulty="NORMAL", epoch="e")
    for number in range(1, waves + 1):
        new.offer(wave(number, push_ms=push_ms), 0)
    return new


def keys(first: int, text: str, at_ms: int = 0, step_ms: int = 0) -> Keys:
    return Keys(first, [(at_ms + index * step_ms, key) for index, key in enumerate(text)])
