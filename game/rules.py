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


# At pace 1.0 an enemy's deadline is exactly the time that an `expected_wpm` typist needs for the lines up to it, plus
# the grace. The pace grows by the same factor with each wave, so that a player who is twice as fast lasts a fixed
# number of waves longer, and not twice as many.
FIRST_PACE = _by_difficulty(0.45, 1.05, 1.1, 1.4)
PACE_GROWTH = _by_difficulty(1.165, 1.12, 1.2, 1.15)
GRACE_MS = _by_difficulty(5_000, 2_500, 2_000, 1_000)  # to read the first line and to find the keys
# The interval between an enemy's hits at pace 1.0; it shrinks as the pace grows. Otherwise somebody fast enough to type
# a whole wave within one interval could never be defeated, however far the pace has grown.
ATTACK_EVERY_MS = _by_difficulty(7_000, 15_000, 5_000, 1_400)
SHORTEST_INTERVAL_MS = 250  # so that a wave's hits stay countable in late waves
# HP per hit and key of the enemy's line. A long line hits harder: otherwise snippets of few long lines, of which fewer
# get through, would be easier than the same code in many short ones.
DAMAGE_A_KEY = _by_difficulty(0.16, 0.155, 0.15, 0.22)
HEAL = _by_difficulty(25, 28, 40, 40)  # HP per cleared wave
FLAWLESS_HEAL = _by_difficulty(15, 10, 10, 10)  # HP more if no enemy of the wave hit
# What a clean line buys: for each point of damage that it dealt, this share of the time that the wave leaves for one
# key. A point is one character at combo 1, so a clean line at combo 1 buys 5 % of its own time, and one at combo 10
# half of it. A line with a wrong key buys nothing.
PUSH = 0.05


def pace(difficulty: str, number: int) -> float:
    """The speed that wave `number` (from 1) asks for, as a multiple of `expected_wpm`."""
    return FIRST_PACE[difficulty] * PACE_GROWTH[difficulty] ** (number - 1)


def asked_wpm(difficulty: str, number: int, expected_wpm: float) -> float:
    """The speed in standard words a minute at which nothing of wave `number` ever gets through, pushes aside.

    `expected_wpm` is the snippet's. A wave as served carries it, rounded to a tenth.
    """
    return expected_wpm * pace(difficulty, number)


def _damage(difficulty: str, keys: int) -> int:
    """HP per hit of the enemy of a line of `keys` keys."""
    return max(1, round(keys * DAMAGE_A_KEY[difficulty]))


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

    An enemy's deadline is when a typist at `asked_wpm` has typed every key up to the end of its line, plus the grace.
    """
    asked = asked_wpm(difficulty, number, expected_wpm)
    ms_a_key = 60_000 / (asked * CHARACTERS_A_WORD)
    every_ms = max(SHORTEST_INTERVAL_MS, round(ATTACK_EVERY_MS[difficulty] / pace(difficulty, number)))
    enemies = []
    keys = 0
    for line in typed_lines(text):
        length = line.end - line.start
        keys += length
        due_ms = GRACE_MS[difficulty] + round(keys * ms_a_key)
        damage = _damage(difficulty, length)
        enemies.append(Enemy(line.start, line.end, due_ms, every_ms, damage))
        keys += 1  # Enter
    return Wave(
        number,
        snippet_id,
        version,
        language,
        text,
        tuple(words),
        tuple(enemies),
        heal=HEAL[difficulty],
        flawless_heal=FLAWLESS_HEAL[difficulty],
        push_ms=round(ms_a_key * PUSH),
        asked_wpm=round(asked, 1),
    )
