"""A player's journey: what their games add up to, event by event. Pure: no database, no clock.

Laws:
- The same events in the same order, in the same zones, by the same rules give the same journey, whether they were taken
  in one by one or all at once.
- An achievement is earned by an event and once; its XP come with it, and may lead to a level that earns another.
- What does not count (see `GameEvent.counts`) gives no XP; it may still make a day one with a game.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import orjson
from tzdata import IANA_VERSION

from game.experience import Streak, game_xp, level_of
from game.rules import CHARACTERS_A_WORD
from game.terms import Difficulty, Language, Mode, RequirementType
from server.progress.days import Days, Moment
from server.progress.events import BEGINNING, Cursor, DecidedEvent, Event, GameEvent

RULES: Final = 2  # one more whenever the same events give something else: then all journeys are worked out again
SPEED_SECONDS = 30  # as long as a game must last for its speed to be taken at its word
ACCURATE_WORDS, ACCURATE_PERCENT = 100, 98
NIGHT_ENDS, MORNING_ENDS = 5, 8  # o'clock
_HIT = (Mode.SOLO, Mode.DAILY)  # the modes in which enemies that get through take something

_OWN_MODE = {
    Mode.SPRINT: RequirementType.SPRINTS,
    Mode.DAILY: RequirementType.DAILIES,
    Mode.RACE: RequirementType.RACES,
}
_OWN_MODE |= {Mode.CONTEST: RequirementType.CONTESTS}


@dataclass(frozen=True, slots=True)
class Requirement:
    """What an achievement asks for, and the XP that come with it."""

    slug: str
    type: RequirementType
    value: int
    points: int


Catalogue = Sequence[Requirement]


@dataclass(frozen=True, slots=True)
class Unlocked:
    slug: str
    at: datetime
    result_id: str | None


def rules_digest(catalogue: Catalogue) -> str:
    """Of all that decides what the same events give: journeys with another one have to be worked out again."""
    said = [RULES, IANA_VERSION, [(one.slug, one.type, one.value, one.points) for one in catalogue]]
    return hashlib.sha256(orjson.dumps(said)).hexdigest()[:32]


@dataclass(slots=True)
class Tallies:
    """How far a player has got: an amount for each kind of requirement, and what some of those are counted from."""

    amounts: Counter[RequirementType] = field(default_factory=Counter)
    seconds: int = 0
    practice_seconds: int = 0
    languages: set[Language] = field(default_factory=set)

    def as_json(self) -> dict[str, Any]:
        return {
            "amounts": {kind: self.amounts[kind] for kind in RequirementType if self.amounts[kind]},
            "seconds": self.seconds,
            "practice_seconds": self.practice_seconds,
            "languages": sorted(self.languages),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Tallies:
        amounts = Counter({RequirementType(kind): amount for kind, amount in kept["amounts"].items()})
        languages = {Language(language) for language in kept["languages"]}
        return cls(amounts, kept["seconds"], kept["practice_seconds"], languages)

    def add(self, **amounts: int) -> None:
        for kind, amount in amounts.items():
            self.amounts[RequirementType(kind)] += amount

    def reach(self, **amounts: int) -> None:
        """The best so far."""
        for kind, amount in amounts.items():
            self.amounts[RequirementType(kind)] = max(amount, self.amounts[RequirementType(kind)])


@dataclass(slots=True)
class Journey:
    """Where a player stands after the event at `cursor`. `unlocked` are the slugs of what they have."""

    xp: int = 0
    streak: Streak = field(default_factory=Streak)
    last_played_at: datetime | None = None
    tallies: Tallies = field(default_factory=Tallies)
    events: int = 0
    cursor: Cursor = BEGINNING
    unlocked: set[str] = field(default_factory=set)

    def take(self, events: Iterable[Event], days: Days, catalogue: Catalogue) -> list[Unlocked]:
        """Take in what happened next; returns what it unlocked, in order."""
        found: list[Unlocked] = []
        for event in events:
            if isinstance(event, DecidedEvent):
                self._decided(event)
            else:
                self._ended(event, days)
            self.events += 1
            self.cursor = event.at, event.id
            found += self._unlock(event, catalogue)
        return found

    def _decided(self, event: DecidedEvent) -> None:
        if event.is_won and event.mode is Mode.RACE:
            self.tallies.add(RACES_WON=1)
        elif event.is_won:
            self.tallies.add(CONTESTS_WON=1)

    def _ended(self, game: GameEvent, days: Days) -> None:
        if not game.makes_a_day:
            return
        moment = days.moment(game.at)
        self._day(moment, days)
        if game.counts:
            self.xp += xp_of(game)
            self._count(game, moment)
        elif game.mode is Mode.PRACTICE:
            self.tallies.practice_seconds += game.seconds
            self.tallies.reach(PRACTICE_MINUTES=self.tallies.practice_seconds // 60)

    def _day(self, moment: Moment, days: Days) -> None:
        gap = 0 if self.last_played_at is None else days.between(self.last_played_at, moment.at)
        if self.streak.last_day is None or moment.day > self.streak.last_day:
            self.tallies.add(DAYS=1)
        self.streak = self.streak.played(moment.day, gap)
        self.last_played_at = moment.at
        self.tallies.reach(STREAK=self.streak.days, RETURN=gap)

    def _count(self, game: GameEvent, moment: Moment) -> None:
        tallies = self.tallies
        tallies.seconds += game.seconds
        tallies.languages.add(game.language)
        tallies.add(
            GAMES=1,
            RIGHT_KEYS=game.correct_keys,
            WAVES=game.waves,
            ENEMIES=game.enemies,
            EXPERT_WAVES=game.waves if game.difficulty is Difficulty.EXPERT else 0,
            ACCURATE_GAMES=int(is_accurate(game)),
            NIGHT_GAMES=int(moment.hour < NIGHT_ENDS),
            MORNING_GAMES=int(NIGHT_ENDS <= moment.hour < MORNING_ENDS),
            CHALLENGES=int(game.is_first_pass),
        )
        if game.mode in _OWN_MODE:
            tallies.amounts[_OWN_MODE[game.mode]] += 1
        tallies.reach(
            MINUTES=tallies.seconds // 60,
            LANGUAGES=len(tallies.languages),
            WAVES_IN_A_GAME=game.waves,
            UNHURT_WAVES=game.waves if game.mode in _HIT and game.damage_taken == 0 else 0,
            SCORE=game.score if game.mode is Mode.SOLO else 0,
            NET_WPM=speed_of(game) if game.seconds >= SPEED_SECONDS else 0,
            COMBO=game.combo,
            FLAWLESS_WORDS=game.words if game.correct_keys == game.pressed_keys else 0,
        )

    def _unlock(self, event: Event, catalogue: Catalogue) -> list[Unlocked]:
        """Again and again, for the XP of one may be a level that earns another."""
        found: list[Unlocked] = []
        while True:
            self.tallies.reach(LEVEL=level_of(self.xp) if self.xp else 0)
            earned = [one for one in catalogue if one.slug not in self.unlocked and self._has(one)]
            if not earned:
                return found
            for one in earned:
                self.unlocked.add(one.slug)
                self.xp += one.points
                found.append(Unlocked(one.slug, event.at, event.result_id))

    def _has(self, one: Requirement) -> bool:
        return self.tallies.amounts[one.type] >= one.value


def xp_of(game: GameEvent) -> int:
    """The XP of the game itself, without those of what it unlocks."""
    return game_xp(game.correct_keys, game.pressed_keys, game.difficulty) if game.counts else 0


def speed_of(game: GameEvent) -> int:
    """Net words a minute, rounded down."""
    return game.correct_keys * 60 // (CHARACTERS_A_WORD * game.seconds)


def is_accurate(game: GameEvent) -> bool:
    return game.words >= ACCURATE_WORDS and 100 * game.correct_keys >= ACCURATE_PERCENT * game.pressed_keys
