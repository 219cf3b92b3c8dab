"""How people type, for a labelled set of games: each pair of keys has its own time, and no moment is like another.

The model, and where its numbers come from:
- Intervals are log-logistic around the time of their pair of keys (González, Calot, Ierache and Hasperué, 2021: "On the
  shape of timings distributions in free-text keystroke dynamics profiles").
- The pair's time follows from the keyboard: hands that alternate are faster, one finger twice is slower, the same key
  again is fast, rows apart cost time; the first key of a word is slower (Salthouse, 1986: "Perceptual, cognitive, and
  motoric aspects of transcription typing"). Each person adds habits of their own to each pair.
- Fast typists press the next key before they let go of the last (rollover): hands that alternate gain more, the faster
  they are (Dhakal, Feit, Kristensson and Oulasvirta, 2018: "Observations on typing from 136 million keystrokes").
- Tempo wanders from second to second and from minute to minute, falls as the typist tires, and breaks off before a line
  that has to be read. After a slip the next key is late. How far tempo wanders is an assumption, TEMPO.

Law: all randomness comes from the `random.Random` passed in.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random

from game.analysis import played_waves
from game.keylog import JudgedKeys, Key, KeyLog
from game.rules import CHARACTERS_A_WORD
from game.text import ENTER

TEMPO = 0.14  # sigma of the logarithm of tempo
TEMPO_KEYS = 25  # in which a tempo decays to 37 %
TIRING_KEYS = 20_000  # in which intervals would double
READS = 80  # one stop in this many keys
SHAPE = 0.17  # of the log-logistic: its logarithm's standard deviation is 1.8 times that

LAYOUTS: dict[str, tuple[str, ...]] = {
    "QWERTY": ("1234567890-=", "qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./"),
    "QWERTZ": ("1234567890-=", "qwertzuiop[]\\", "asdfghjkl;'", "yxcvbnm,./"),
    "AZERTY": ("1234567890-=", "azertyuiop[]\\", "qsdfghjklm'", "wxcvbn,;./"),
    "Dvorak": ("1234567890[]", "',.pyfgcrl/=\\", "aoeuidhtns-", ";qjkxbmwvz"),
    "Colemak": ("1234567890-=", "qwfpgjluy;[]\\", "arstdhneio'", "zxcvbkm,./"),
}
_SHIFTED = dict(zip('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./", strict=True))
_FINGERS = (0, 1, 2, 3, 3, 4, 4, 5, 6, 7, 7, 7, 7)


@dataclass(frozen=True, slots=True)
class Person:
    """One typist. `gains` is how much alternating hands save, `chords` whether whole words come at once, `holds`
    whether capitals and signs wait for a key of the home row to be held."""

    wpm: float
    accuracy: float
    layout: str = "QWERTY"
    gains: float = 0.12
    chords: bool = False
    holds: bool = False
    searches: float = 0.0  # of a beginner: how much longer rare keys take to be found
    habits: int = 0  # the seed of a person's own pairs
    _pairs: dict[str, float] = field(default_factory=dict, compare=False)

    def pair(self, before: str, due: str) -> float:
        """The logarithm of this pair's time, in mean intervals."""
        pair = before + due
        if pair not in self._pairs:
            own = Random(f"{self.habits}/{pair}").gauss(0, 0.12)
            self._pairs[pair] = own + self._of_hands(before, due)
        return self._pairs[pair]

    def _of_hands(self, before: str, due: str) -> float:
        (row, finger), (row_before, finger_before) = _place(self.layout, due), _place(self.layout, before)
        if before == due:
            cost = -0.25
        elif finger == finger_before:
            cost = 0.3 + 0.06 * abs(row - row_before)
        elif (finger < 4) != (finger_before < 4):
            cost = -self.gains
        else:
            cost = 0.04 * abs(row - row_before)
        if _is_shifted(due):
            cost += 0.45 if self.holds else 0.25
        if row == 0:
            cost += 0.25
        if before in " \n":
            cost += 0.2
        elif not due.isalnum() and due not in " \n":
            cost += 0.15
        return cost + self.searches * (0.0 if due in "etaoinsr " else 0.35 if due.isalpha() else 0.6)


def _is_shifted(key: str) -> bool:
    return key in _SHIFTED or key.isupper()


def _place(layout: str, key: str) -> tuple[int, int]:
    """Row and finger."""
    plain = _SHIFTED.get(key, key).lower()
    for row, keys in enumerate(LAYOUTS[layout]):
        if plain in keys:
            return row, _FINGERS[keys.index(plain)]
    return (2, 7) if plain == ENTER else (4, 4)


def typed(person: Person, keys: str, random: Random, tempo: Tempo) -> Iterator[tuple[float, str]]:
    """`(milliseconds since the key before, key)` for each key pressed, wrong ones too."""
    before, slipped = "\n", False
    for number, due in enumerate(keys):
        while True:
            took = person.pair(before, due) + SHAPE * _logistic(random) + tempo.next()
            ms = tempo.mean_ms * math.exp(took)
            if slipped:
                ms *= random.uniform(1.4, 2.4)
            elif before in " \n" and random.random() < 6 / READS:
                ms *= random.uniform(2, 6)
            if person.chords and number and due.isalpha() and before.isalpha() and not slipped:
                ms = random.uniform(2, 9)  # the rest of the word, as the chord writes it
            if random.random() < person.accuracy:
                yield ms, due
                before, slipped = due, False
                break
            slipped = True
            yield ms, slip(due, random)


def honestly_typed(log: KeyLog) -> KeyLog:
    """The game again, typed by an ordinary hand at the same speed: to be looked at beside it. The same each time."""
    played = played_waves(log)
    right = sum(wave.keys_right for wave in played)
    wpm = right / CHARACTERS_A_WORD / max(1, log.end_ms) * 60_000
    random = Random(f"{right}/{log.end_ms}")
    person = Person(min(max(wpm, 15), 150), 0.955)
    tempo = Tempo(person, random)
    at_ms, keys = 0.0, []
    for wave in played:
        for ms, key in typed(person, wave.wave.typed.keys[: wave.keys_right], random, tempo):
            at_ms += ms
            keys.append(Key(int(at_ms), int(at_ms), key))
    return replace(log, keys=JudgedKeys.of(keys), end_ms=int(at_ms))


def slip(due: str, random: Random) -> str:
    """A wrong key in place of `due`."""
    return random.choice("etnrisa;".replace(due, ""))


class Tempo:
    """How a person's speed goes over one game."""

    def __init__(self, person: Person, random: Random) -> None:
        self.mean_ms = 60_000 / (person.wpm * CHARACTERS_A_WORD) / (1.28 if not person.chords else 0.8)
        self._random, self._fast, self._slow, self._keys = random, random.gauss(0, 1), random.gauss(0, 1), 0

    def next(self) -> float:
        """The logarithm of what an interval is multiplied by."""
        self._keys += 1
        self._fast = _wandered(self._fast, TEMPO_KEYS, self._random)
        self._slow = _wandered(self._slow, TEMPO_KEYS * 12, self._random)
        return 0.8 * TEMPO * self._fast + 0.6 * TEMPO * self._slow + min(0.1, self._keys / TIRING_KEYS)


def _wandered(state: float, keys: int, random: Random) -> float:
    kept = math.exp(-1 / keys)
    return kept * state + math.sqrt(1 - kept**2) * random.gauss(0, 1)


def _logistic(random: Random) -> float:
    share = min(0.999, max(0.001, random.random()))
    return math.log(share / (1 - share))
