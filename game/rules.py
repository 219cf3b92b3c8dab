"""The numbers of the game: how fast enemies come, how hard they hit, what a wave heals.

Law: everything tunable is here, and is read only when a wave is about to be served. `prodev simulate` shows the effect
of a change; docs/balance.md has the tables. The constants in the first section are part of the key log's format: replay
reads them, so changing one needs a new format.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from game.terms import Difficulty
from game.text import Word, typed_lines
from game.wave import Enemy, Wave

Number = TypeVar("Number", int, float)

# ---------------------------------------------------------------- fixed by the key log's format

FULL_HP = 100
COMBO_STREAK = 5  # clean words per step of the multiplier
COMBO_LIMIT = 10
CHARACTERS_A_WORD = 5  # the standard word of typing speeds

# Bounds of one game, so that a session's memory and its stored log are bounded: about twelve times the keys of the
# fastest hour of typing on record, and longer than anybody plays in one sitting.
GAME_LIMIT_MS = 4 * 60 * 60 * 1000
GAME_LIMIT_KEYS = 200_000

# ---------------------------------------------------------------- tunable


def _by_difficulty(*values: Number) -> dict[str, Number]:
    """One value for each difficulty, from EASY to EXPERT."""
    return dict(zip(Difficulty, values, strict=True))


# At pace 1.0 an enemy's deadline is exactly the time that an `expected_wpm` typist needs for the lines up to it. The
# first wave lets everybody in: it asks for less than half that pace. Each wave after it asks for one step more. A
# difficulty with longer snippets has larger steps, so that games of all difficulties last about as long.
FIRST_PACE = 0.45
PACE_STEP = _by_difficulty(0.05, 0.07, 0.09, 0.11)  # per wave
GRACE_MS = 2_500  # to read the first line and to find the keys
ATTACK_EVERY_MS = 2_500
DAMAGE = _by_difficulty(4, 5, 6, 7)  # HP per hit
HEAL = _by_difficulty(12, 8, 7, 6)  # HP per cleared wave


def pace(difficulty: str, number: int) -> float:
    """The speed that wave `number` (from 1) asks for, as a multiple of `expected_wpm`."""
    return FIRST_PACE + PACE_STEP[difficulty] * (number - 1)


def serve(
    *,
    number: int,
    difficulty: str,
    snippet_id: str,
    version: int,
    language: str,
    text: str,
    words: Sequence[Word],
    expected_wpm: float,
) -> Wave:
    """Make wave `number` of a game from a snippet.

    An enemy's deadline is when a typist at `expected_wpm * pace` (standard words a minute) has typed every key up to
    the end of its line, plus the grace.
    """
    ms_a_key = 60_000 / (expected_wpm * pace(difficulty, number) * CHARACTERS_A_WORD)
    enemies = []
    keys = 0
    for line in typed_lines(text):
        keys += line.end - line.start
        due_ms = GRACE_MS + round(keys * ms_a_key)
        enemies.append(Enemy(line.start, line.end, due_ms, ATTACK_EVERY_MS, DAMAGE[difficulty]))
        keys += 1  # Enter
    return Wave(number, snippet_id, version, language, text, tuple(words), tuple(enemies), HEAL[difficulty])
