"""The key log: a record of a game from which it can be judged again.

Law: a log is self-contained and versioned. It holds the waves as they were served and every key that was judged, but no
rules. `decode` reads every format ever written: formats are added, never removed.

Format 3, a JSON object:
`{"format":3, "language", "difficulty", "time_limit_ms", "waves":[{"number","snippet","version","language","text",
"words","enemies":[{"start","end","due_ms","every_ms","damage"}],"heal","flawless_heal","push_ms","asked_wpm"}],
"keys":"…", "at":[…], "client":[…], "end_ms", "end_reason"}`.
`at` holds each key's game time as the difference from the previous key's, `client` the client's raw time as the
difference from the key's game time. Both are in milliseconds and as long as `keys`. `time_limit_ms` is the game time
at which the game had to end, null for a game without such a limit.

Format 2 was written until games could have a time limit, and has no `time_limit_ms`: none of its games had one.

Format 1 was written until clean lines pushed. Its waves have neither `flawless_heal` nor `push_ms` nor `asked_wpm`;
all three are 0. Otherwise it is format 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from operator import add, itemgetter, sub
from typing import Any, NamedTuple

from game.terms import EndReason
from game.text import Word
from game.wave import Enemy, Wave

FORMAT = 3
FORMATS = (1, 2, 3)
_SINCE_2 = {"flawless_heal", "push_ms", "asked_wpm"}
PLACEHOLDER = "\ufffd"  # stands for any key outside ASCII
_OF_WORD = {len(Word._fields)}
_OF_ENEMY = {len(Enemy._fields)}
# A wave has hundreds of words. To call their class for each takes half as long again, and an enemy's thrice as long.
_word: Callable[[Iterable[Any]], Word] = partial(tuple.__new__, Word)
_enemy: Callable[[Iterable[Any]], Enemy] = partial(tuple.__new__, Enemy)
_figures = itemgetter(*Enemy._fields)


class Key(NamedTuple):
    """One judged key. `client_ms` is the client's clock: untrusted, used only for rhythm."""

    at_ms: int
    client_ms: int
    key: str


@dataclass(frozen=True, slots=True)
class JudgedKeys:
    """Keys in the order in which they were judged: iterates as `Key`s, but is kept in columns, as most readers need one
    column of thousands of keys. `lags_ms` is by how much each key's `client_ms` is past its `at_ms`.

    Raises ValueError if the columns differ in length.
    """

    at_ms: tuple[int, ...]
    lags_ms: tuple[int, ...]
    pressed: str

    def __post_init__(self) -> None:
        if not len(self.at_ms) == len(self.lags_ms) == len(self.pressed):
            raise ValueError("each key has a time, a lag and a character")

    @classmethod
    def of(cls, keys: Iterable[Key]) -> JudgedKeys:
        at_ms, client_ms, pressed = tuple(zip(*keys, strict=True)) or ((), (), ())
        return cls(at_ms, tuple(map(sub, client_ms, at_ms)), "".join(pressed))

    @property
    def client_ms(self) -> tuple[int, ...]:
        return tuple(map(add, self.at_ms, self.lags_ms))

    def each_second(self, seconds: int) -> list[int]:
        """How many were pressed in each of the first `seconds` seconds of game time."""
        counts = [0] * seconds
        for at_ms in self.at_ms:
            second = at_ms // 1000
            if second < seconds:
                counts[second] += 1
        return counts

    def __len__(self) -> int:
        return len(self.pressed)

    def __iter__(self) -> Iterator[Key]:
        # As `Key(*fields)` for each, several times faster.
        return map(partial(tuple.__new__, Key), zip(self.at_ms, self.client_ms, self.pressed, strict=True))


class UnknownFormat(ValueError):
    """This log was written by a later version of Pro Dev, or is not a key log."""


@dataclass(frozen=True, slots=True)
class KeyLog:
    """One ended game.

    `time_limit_ms` is the game time at which the game had to end; None: there was no such time.
    """

    language: str
    difficulty: str
    waves: tuple[Wave, ...]
    keys: JudgedKeys
    end_ms: int
    end_reason: EndReason
    time_limit_ms: int | None = None


def encode(log: KeyLog) -> dict[str, Any]:
    """A JSON-ready object that `decode` turns back into an equal log."""
    at_ms = log.keys.at_ms
    return {
        "format": FORMAT,
        "language": log.language,
        "difficulty": log.difficulty,
        "time_limit_ms": log.time_limit_ms,
        "waves": [encode_wave(wave) for wave in log.waves],
        "keys": log.keys.pressed,
        "at": list(map(sub, at_ms, (0, *at_ms))),
        "client": list(log.keys.lags_ms),
        "end_ms": log.end_ms,
        "end_reason": log.end_reason,
    }


def decode(document: Any) -> KeyLog:
    """Raises UnknownFormat, or ValueError if the document does not match its format."""
    _check_format(document)
    try:
        if {*map(type, document["at"]), *map(type, document["client"]), type(document["end_ms"])} != {int}:
            raise ValueError("a time that is not a whole number of milliseconds")
        if type(document["keys"]) is not str:
            raise ValueError("keys that are not a string")
        return KeyLog(
            document["language"],
            document["difficulty"],
            decode_waves(document),
            JudgedKeys(tuple(accumulate(document["at"])), tuple(document["client"]), document["keys"]),
            document["end_ms"],
            EndReason(document["end_reason"]),
            _time_limit_ms(document),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a key log of format {document['format']}: {error}") from error


def decode_waves(document: Any) -> tuple[Wave, ...]:
    """The waves alone: `document` needs no more than a log's `format` and `waves`. Raises as `decode` does."""
    _check_format(document)
    try:
        for wave in document["waves"]:
            if _SINCE_2 & wave.keys() != (_SINCE_2 if document["format"] >= 2 else set()):
                raise ValueError(f"a wave that is not of format {document['format']}")
        return tuple(decode_wave(wave) for wave in document["waves"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a key log of format {document['format']}: {error}") from error


def _time_limit_ms(document: dict[str, Any]) -> int | None:
    limit_ms = document["time_limit_ms"] if document["format"] >= 3 else None
    if limit_ms is not None and (type(limit_ms) is not int or limit_ms < 1):
        raise ValueError("a time limit that is not a number of milliseconds")
    return limit_ms


def _check_format(document: Any) -> None:
    if not isinstance(document, dict) or document.get("format") not in FORMATS:
        raise UnknownFormat("not a key log of a known format")


def encode_wave(wave: Wave) -> dict[str, Any]:
    return {
        "number": wave.number,
        "snippet": wave.snippet_id,
        "version": wave.version,
        "language": wave.language,
        "text": wave.text,
        "words": list(map(list, wave.words)),
        "enemies": [
            {
                "start": enemy.start,
                "end": enemy.end,
                "due_ms": enemy.due_ms,
                "every_ms": enemy.every_ms,
                "damage": enemy.damage,
            }
            for enemy in wave.enemies
        ],
        "heal": wave.heal,
        "flawless_heal": wave.flawless_heal,
        "push_ms": wave.push_ms,
        "asked_wpm": wave.asked_wpm,
    }


def decode_wave(document: dict[str, Any]) -> Wave:
    """A wave of any format: one of format 1 heals no more when it was flawless, and nothing in it pushes."""
    words, enemies = document["words"], document["enemies"]
    if {*map(len, words)} - _OF_WORD or {*map(len, enemies)} - _OF_ENEMY:
        raise TypeError("a word or an enemy that has too few or too many figures")
    return Wave(
        document["number"],
        document["snippet"],
        document["version"],
        document["language"],
        document["text"],
        tuple(map(_word, words)),
        tuple(map(_enemy, map(_figures, enemies))),
        document["heal"],
        document.get("flawless_heal", 0),
        document.get("push_ms", 0),
        document.get("asked_wpm", 0.0),
    )
