"""Robots of the house: they join a quick match in which somebody waits alone, and the server types for them.

Laws:
- They are players like any other: an account marked as a robot, a seat, a session that is judged. Nobody can sign in as
  one of them.
- Whichever process has the game of such a seat types on it, so a robot survives the process that began it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from random import Random
from typing import Final

import structlog

from game.text import typed_text
from server.infra.postgres import Pool
from server.play.core.match_session import MatchSession
from server.play.core.protocol import Keys
from server.play.live import LiveGame
from server.play.table import Table

log = structlog.get_logger(__name__)

ROBOTS: Final = 2  # that fill a match
LOOK_S: Final = 0.1  # how often a robot looks whether there is something to type
SPEEDS: Final = (0.85, 1.3)  # of the speed that a wave asks for
PACES: Final = (35.0, 70.0)  # words a minute, where a wave asks for none
NAMES: Final = ("Byte", "Loop", "Stack", "Parser", "Cursor", "Token", "Lambda", "Kernel")

# `strokes(wpm, keys, random)` of server.robots: milliseconds since the key before, and the key.
Strokes = Callable[[float, str, Random], Iterator[tuple[int, str]]]

_HOST = "house.invalid"
# Those that play nowhere at the moment.
_FREE = f"""
SELECT u.id FROM users u WHERE u.is_bot AND u.is_active AND u.email LIKE '%@{_HOST}'
AND NOT EXISTS (SELECT FROM game_sessions s WHERE s.user_id = u.id AND s.ended_at IS NULL)
ORDER BY random() LIMIT $1
"""
# `is_bot` is for an index: not to be found among all users, who are very many.
_NUMBER = f"SELECT count(*)::int FROM users WHERE is_bot AND email LIKE '%@{_HOST}'"
# '!' is no hash of any password.
_NEW = f"""
INSERT INTO users (username, email, password_hash, display_name, is_bot)
VALUES ($1::text, $1::text || '@{_HOST}', '!', $2, true) ON CONFLICT DO NOTHING RETURNING id
"""


async def free_robots(pg: Pool, count: int) -> list[str]:
    """Users who can join now; as many are made as are missing. Two processes may take the same one: a second seat in
    the same match is then refused."""
    found = [row["id"] for row in await pg.fetch(_FREE, count)]
    number: int = await pg.fetchval(_NUMBER) if len(found) < count else 0
    while len(found) < count:
        number += 1
        name = NAMES[number % len(NAMES)]
        made = await pg.fetchval(_NEW, f"robot_{name.lower()}_{number}", f"Robot {name}")
        if made is not None:
            found.append(made)
    return found


async def play(game: LiveGame, table: Table, strokes: Strokes, random: Random) -> None:
    """Type until the game is over or gone from this process."""
    session = game.session
    assert isinstance(session, MatchSession)
    while table.holds(game) and not session.ended:
        if not session.begun or session.engine.wave is None:
            await asyncio.sleep(LOOK_S)
            continue
        await _type_wave(game, table, strokes, random)


async def _type_wave(game: LiveGame, table: Table, strokes: Strokes, random: Random) -> None:
    session = game.session
    wave = session.engine.wave
    assert wave is not None
    text = typed_text(wave.text, wave.words)
    left = text.keys[text.offsets.index(session.engine.position) :]
    wpm = wave.asked_wpm * random.uniform(*SPEEDS) if wave.asked_wpm else random.uniform(*PACES)
    press_at_s = table.now_s()
    for interval_ms, key in strokes(wpm, left, random):
        press_at_s += interval_ms / 1000
        await asyncio.sleep(press_at_s - table.now_s())
        if session.ended or not table.holds(game):
            return
        now_ms = table.now_ms()
        table.heard(game, session.keys(Keys(session.s + 1, [(session.clock_ms(now_ms), key)]), now_ms))
