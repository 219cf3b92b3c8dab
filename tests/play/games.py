"""Small games for tests: waves whose deadlines are known, and the keys that clear them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from game.terms import Difficulty, Language, Mode
from game.text import Word, typed_lines
from game.wave import Enemy, Wave
from server.play.core.protocol import Keys
from server.play.core.session import PlaySession
from server.play.live import LiveGame, new_session
from server.play.rows import GameRow
from server.play.waves import GivenWaves

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


def game_row(number: int) -> GameRow:
    then = datetime(2026, 1, 1, tzinfo=UTC)
    return GameRow(
        id=f"{number:08}-1111-4111-8111-111111111111",
        user_id="22222222-2222-4222-8222-222222222222",
        session_token=f"{number:08}-3333-4333-8333-333333333333",
        mode=Mode.SOLO,
        language=Language.PYTHON,
        difficulty=Difficulty.NORMAL,
        started_at=then,
        ended_at=None,
        updated_at=then,
        own={"focus": None},
    )


def live_game(number: int, epoch: str, row: GameRow | None = None) -> LiveGame:
    """Without a wave, and with nobody connected."""
    row = row or game_row(number)
    return LiveGame(row, new_session(row, epoch), GivenWaves(()), left_at_s=0)
