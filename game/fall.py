"""Why a game was lost: how the wall fared, what the last wave asked for, and what cost the most time in it.

Laws:
- Everything follows from the key log. The wall's HP are judged again by `game.replay`; the rest is what was typed.
- What a key cost is the time that it took beyond what its wave leaves for one key, wrong keys in its place included. It
  is capped like the key's time itself (`game.analysis`), and a wave's first key costs nothing.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from game.analysis import PlayedWave, Series
from game.events import PlayerHit, WaveCleared
from game.keylog import KeyLog
from game.replay import events
from game.rules import CHARACTERS_A_WORD, FULL_HP
from game.terms import Difficulty, EndReason

LEAST_COST_MS = 1_000  # a smaller cost decided nothing
FAR_BEHIND = 0.75  # a player below this share of what the first wave asked is better off on an easier level


class KeyKind(enum.StrEnum):
    """What kind of key cost time, as a player would name it."""

    BRACKETS = "brackets"
    QUOTES = "quotes"
    DIGITS = "digits"
    SYMBOLS = "symbols"
    CAPITALS = "capitals"
    LETTERS = "letters"
    BLANKS = "blanks"


class Suggestion(enum.StrEnum):
    EASIER = "easier"  # the same on the next easier level
    PRACTICE = "practice"  # the same with the focus on weak keys


@dataclass(frozen=True, slots=True)
class Cost:
    """The keys of one kind in one line of the wave's text (counted from 1) that cost the most time together. `keys` are
    the different ones, the most expensive first."""

    line: int
    kind: KeyKind
    keys: str
    lost_ms: int


@dataclass(frozen=True, slots=True)
class Fall:
    """The wave in which the wall fell. Speeds are in standard words a minute: what it asked for, and right keys from
    its start to the end. `hp` is what the wall had when it began. `cost` is null if no keys cost a second."""

    wave: int
    asked_wpm: float
    typed_wpm: float
    hp: int
    cost: Cost | None
    suggestion: Suggestion
    difficulty: Difficulty


HpChanges = Sequence[tuple[int, int]]  # game time, and the wall's HP from then on; in order


def hp_changes(log: KeyLog) -> HpChanges:
    """Raises BrokenLog."""
    return [(event.at_ms, event.hp) for event in events(log) if isinstance(event, PlayerHit | WaveCleared)]


def wall(changes: HpChanges, series: Series) -> list[int]:
    """The wall's HP at the end of each point of `series`."""
    after: dict[int, int] = {}
    last = len(series.raw_wpm) - 1
    for at_ms, changed in changes:
        after[min(last, at_ms // 1000 // series.every_s)] = changed
    hp, all_hp = FULL_HP, []
    for point in range(last + 1):
        hp = after.get(point, hp)
        all_hp.append(hp)
    return all_hp


def fall(log: KeyLog, played: Sequence[PlayedWave], changes: HpChanges) -> Fall | None:
    """None for a game that did not end by defeat, or whose waves do not say what they asked for."""
    last = played[-1]
    asked_wpm = last.wave.asked_wpm
    if log.end_reason is not EndReason.DEFEATED or not asked_wpm:
        return None
    own_wpm = _speed_wpm(played, log.end_ms)  # in the last wave everybody is far behind, or it were not the last
    difficulty = Difficulty(log.difficulty)
    levels = list(Difficulty)
    is_easier = own_wpm < played[0].wave.asked_wpm * FAR_BEHIND and difficulty is not levels[0]
    return Fall(
        wave=last.wave.number,
        asked_wpm=asked_wpm,
        typed_wpm=_speed_wpm([last], log.end_ms - last.start_ms),
        hp=next((hp for at_ms, hp in reversed(changes) if at_ms <= last.start_ms), FULL_HP),
        cost=dearest(last),
        suggestion=Suggestion.EASIER if is_easier else Suggestion.PRACTICE,
        difficulty=levels[levels.index(difficulty) - 1] if is_easier else difficulty,
    )


def _speed_wpm(played: Sequence[PlayedWave], ms: int) -> float:
    return sum(wave.keys_right for wave in played) / CHARACTERS_A_WORD / (max(1, ms) / 60_000)


def dearest(played: PlayedWave) -> Cost | None:
    """None if nothing in the wave cost LEAST_COST_MS, or if it does not say what it asked for."""
    if not played.wave.asked_wpm:
        return None
    allowed_ms = 60_000 / (played.wave.asked_wpm * CHARACTERS_A_WORD)
    text, typed = played.wave.text, played.wave.typed
    costs: dict[tuple[int, KeyKind], dict[str, float]] = {}
    for press in played.presses:
        if press.took_ms is not None:
            key = typed.keys[press.number]
            line = text.count("\n", 0, typed.offsets[press.number]) + 1
            of_kind = costs.setdefault((line, kind_of(key)), {})
            of_kind[key] = of_kind.get(key, 0.0) + press.took_ms - allowed_ms
    if not costs:
        return None
    (line, kind), keys = max(costs.items(), key=lambda cost: sum(cost[1].values()))
    lost_ms = round(sum(keys.values()))
    if lost_ms < LEAST_COST_MS:
        return None
    dear = sorted((key for key, ms in keys.items() if ms > 0), key=lambda key: -keys[key])
    return Cost(line, kind, "".join(dear), lost_ms)


def kind_of(key: str) -> KeyKind:
    if key.isspace():
        return KeyKind.BLANKS
    if key in "()[]{}<>":
        return KeyKind.BRACKETS
    if key in "'\"`":
        return KeyKind.QUOTES
    if key.isdigit():
        return KeyKind.DIGITS
    if key.isalpha():
        return KeyKind.CAPITALS if key.isupper() else KeyKind.LETTERS
    return KeyKind.SYMBOLS
