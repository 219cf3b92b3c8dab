"""Games that were played on snippets of the test's library, saved as the server saves them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from game.keylog import JudgedKeys, Key, KeyLog, encode
from game.terms import EndReason
from game.text import Word, typed_lines
from game.wave import Enemy, Wave
from server.infra.postgres import Pool
from server.library import snippet
from server.practice.waves import typed_keys
from server.results import record
from tests.results.games import finished, start_game

Pressed = Iterable[tuple[int, str]]  # milliseconds since the key before, and the key


def well_typed(text: str, ms: int = 200) -> list[tuple[int, str]]:
    return [(ms, key) for key in typed_keys(text)]


def badly_typed(text: str, weak: str, ms: int = 150, weak_ms: int = 900) -> list[tuple[int, str]]:
    """Every key of `weak` comes late, after a wrong one."""
    pressed: list[tuple[int, str]] = []
    for key in typed_keys(text):
        pressed += [(ms, "~"), (weak_ms, key)] if key in weak else [(ms, key)]
    return pressed


def log_of(waves: Sequence[Wave], pressed: Pressed) -> KeyLog:
    at_ms, keys = 0, []
    for after_ms, key in pressed:
        at_ms += after_ms
        keys.append(Key(at_ms, at_ms, key))
    return KeyLog("PYTHON", "NORMAL", tuple(waves), JudgedKeys.of(keys), at_ms, EndReason.QUIT)


async def wave_of(pg: Pool, snippet_id: str, number: int = 1) -> Wave:
    found = await snippet(pg, snippet_id)
    assert found is not None
    words = tuple(Word(*word) for word in found.words)
    enemies = tuple(Enemy(*line, 60_000 * nth, 1_000, 1) for nth, line in enumerate(typed_lines(found.text), 1))
    return Wave(number, found.id, found.version, found.language, found.text, words, enemies, 0)


async def played(pg: Pool, player: str, snippet_ids: Sequence[str], pressed: Pressed, **more: Any) -> str:
    """The session of an ended game over these snippets; `more` goes to start_game."""
    waves = [await wave_of(pg, snippet_id, number) for number, snippet_id in enumerate(snippet_ids, 1)]
    session = await start_game(pg, player, **more)
    await record(pg, finished(session, player, key_log=encode(log_of(waves, pressed))))
    return session
