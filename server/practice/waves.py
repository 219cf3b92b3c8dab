"""The waves that players typed, read from stored key logs: what everything in this room is worked out from.

What was pressed for which key is told by `game.analysis`, and its laws hold here. A wave without a key says nothing and
is left out.
"""

from __future__ import annotations

from game.analysis import PlayedWave, played_waves
from game.rules import CHARACTERS_A_WORD
from game.text import ENTER, typed_lines
from server.key_logs import StoredLog, log_of

KEYS_MINIMUM = 30  # of an unfinished wave: players whom a wave defeats count too, if they typed enough of it


def waves_of_log(key_log: StoredLog) -> list[PlayedWave]:
    """The waves of a stored log, in order. It takes the stored log, so that a thread can do all of the work.

    A log that cannot be read (a later version may have written it) has no waves.
    """
    try:
        return [wave for wave in played_waves(log_of(key_log)) if wave.presses]
    except ValueError:
        return []


def speed_wpm(wave: PlayedWave) -> float | None:
    """Standard words a minute from the first right key to the last, slips included; None for a wave without a span."""
    if not wave.typed_ms:
        return None
    return (wave.keys_right - 1) / CHARACTERS_A_WORD / (wave.typed_ms / 60_000)


def speed_shown(wave: PlayedWave) -> float | None:
    """The same; None also for a wave that was hardly begun."""
    is_enough = wave.cleared_ms is not None or wave.keys_right >= KEYS_MINIMUM
    return speed_wpm(wave) if is_enough else None


def typed_keys(text: str) -> str:
    """The keys that a text takes, Enter included."""
    return ENTER.join(text[line.start : line.end] for line in typed_lines(text))
