"""The waves that players typed, read from stored key logs: what everything in this room is worked out from.

What was pressed for which key is told by `game.analysis`, and its laws hold here. A wave without a key says nothing and
is left out.
"""

from __future__ import annotations

import asyncio
from typing import Any

from game.analysis import PlayedWave, played_waves
from game.keylog import KeyLog
from game.rules import CHARACTERS_A_WORD
from game.text import ENTER, typed_lines
from game.typed_waves import TypedWave, typed_waves, waves_of_note
from server.infra.postgres import Connection
from server.key_logs import StoredLog, has_log, log_of, stored

_KEY_LOG = f"""
SELECT {stored("t")} FROM game_results r JOIN typing_sessions t ON t.game_session_id = r.session_id
WHERE r.id = $1 AND {has_log("t")}
"""
KEYS_MINIMUM = 30  # of an unfinished wave: players whom a wave defeats count too, if they typed enough of it


def waves_of_log(key_log: StoredLog) -> list[PlayedWave]:
    """The waves of a stored log, in order. It takes the stored log, so that a thread can do all of the work.

    A log that cannot be read (a later version may have written it) has no waves.
    """
    return [wave for wave in _played(key_log)[1] if wave.presses]


async def typed_in(connection: Connection, result_id: str, note: Any) -> list[TypedWave]:
    """The waves of a result, as the process that ended the game has noted them; otherwise from the stored log."""
    waves = waves_of_note(note)
    if waves is None:
        key_log = await connection.fetchval(_KEY_LOG, result_id)
        waves = [] if key_log is None else await asyncio.to_thread(typed_in_log, key_log)
    return waves


def typed_in_log(key_log: StoredLog) -> list[TypedWave]:
    """As `typed_in`, for a thread."""
    log, waves = _played(key_log)
    return [] if log is None else typed_waves(log, waves)


def _played(key_log: StoredLog) -> tuple[KeyLog | None, list[PlayedWave]]:
    try:
        log = log_of(key_log)
    except ValueError:
        return None, []
    return log, played_waves(log)


def speed_wpm(wave: PlayedWave | TypedWave) -> float | None:
    """Standard words a minute from the first right key to the last, slips included; None for a wave without a span."""
    if not wave.typed_ms:
        return None
    return (wave.keys_right - 1) / CHARACTERS_A_WORD / (wave.typed_ms / 60_000)


def speed_shown(wave: PlayedWave | TypedWave) -> float | None:
    """The same; None also for a wave that was hardly begun."""
    is_enough = wave.is_cleared or wave.keys_right >= KEYS_MINIMUM
    return speed_wpm(wave) if is_enough else None


def typed_keys(text: str) -> str:
    """The keys that a text takes, Enter included."""
    return ENTER.join(text[line.start : line.end] for line in typed_lines(text))
