"""What a player has typed of each topic: a topic is a category of a language, such as the lists of Python.

Laws:
- A tally follows from the key logs alone, and adding is commutative: whatever the order in which games are counted, the
  sums are the same, to the last bit.
- A wave counts for the topic that its snippet has when it is counted, in every mode and under every verdict: a topic
  says what was practised, and ranks nobody. A wave without a key, and one whose text is not in the library (a player's
  own code, a drill), counts for none.
- MASTERED: MASTERED_WAVES cleared, MASTERED_ACCURACY percent of the keys right, and at least MASTERED_PACE of the
  player's own mean speed over all topics of that language. It can be lost again.

Absent on purpose: experience points. There is no formula for them yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from game.rules import CHARACTERS_A_WORD
from game.terms import Difficulty, Language, TopicReason, TopicState
from game.typed_waves import TypedWave
from server.practice.waves import speed_shown

MASTERED_WAVES = 5
MASTERED_ACCURACY = 95.0
MASTERED_PACE = 0.9
DAYS_KEPT = 60  # the CHECK of user_topic_progress holds the same number
MISS_COST = 3.0  # as in focus.py: a miss costs about the time of three keys
WEAK_FROM = 0.1  # a topic that costs a tenth more than the player's others is a weak one
_DIFFICULTIES = list(Difficulty)


class Topic(NamedTuple):
    language: Language
    category: str


@dataclass(slots=True)
class TopicTally:
    """The sums of one topic. `timed_keys` and `timed_ms` are those of the mean speed; `days` are UTC days on which it
    was played, the newest first."""

    first_played_at: datetime
    last_played_at: datetime
    waves_played: int = 0
    waves_cleared: int = 0
    correct_keys: int = 0
    incorrect_keys: int = 0
    timed_keys: int = 0
    timed_ms: int = 0
    best_wpm: float | None = None
    highest_difficulty: Difficulty | None = None
    days: list[date] = field(default_factory=list)

    def add_wave(self, wave: TypedWave, difficulty: Difficulty, ended_at: datetime) -> None:
        """A wave of a game that ended at `ended_at`."""
        self.waves_played += 1
        self.correct_keys += wave.keys_right
        self.incorrect_keys += wave.keys_wrong
        if wave.is_cleared:
            self.waves_cleared += 1
            self.highest_difficulty = _higher(self.highest_difficulty, difficulty)
        speed = speed_shown(wave)
        if speed is not None:  # the same waves for both, so that no mean is above the best
            self.timed_keys += wave.keys_right - 1
            self.timed_ms += wave.typed_ms
            self.best_wpm = max(self.best_wpm or 0.0, speed)
        self.first_played_at = min(self.first_played_at, ended_at)
        self.last_played_at = max(self.last_played_at, ended_at)
        days = {*self.days, ended_at.astimezone(UTC).date()}
        self.days = sorted(days, reverse=True)[:DAYS_KEPT]


def _higher(one: Difficulty | None, other: Difficulty) -> Difficulty:
    return other if one is None else max(one, other, key=_DIFFICULTIES.index)


def add_game(
    tallies: dict[Topic, TopicTally],
    topics: Mapping[str, Topic],
    waves: Iterable[TypedWave],
    difficulty: Difficulty,
    ended_at: datetime,
) -> None:
    """Add a game's waves to the player's tallies. `topics` is by snippet; waves of other texts are passed over."""
    for wave in waves:
        topic = topics.get(wave.snippet_id)
        if topic is not None:
            tallies.setdefault(topic, TopicTally(ended_at, ended_at)).add_wave(wave, difficulty, ended_at)


# ---------------------------------------------------------------- what it says


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """A topic of the library, and what the player has typed of it. Speeds are in standard words a minute, the accuracy
    is right keys of all keys in percent; they are null while they are unknown. `snippets` are those in the rotation, by
    difficulty. `streak` counts the UTC days in a row up to today, or up to yesterday while it is not played today."""

    language: Language
    category: str
    state: TopicState
    waves_played: int
    waves_cleared: int
    accuracy: float | None
    best_wpm: float | None
    mean_wpm: float | None
    highest_difficulty: Difficulty | None
    streak: int
    last_played_at: datetime | None
    snippets: dict[Difficulty, int]


@dataclass(frozen=True, slots=True)
class TopicSuggestion:
    """What to play in a language for the next ten minutes."""

    language: Language
    difficulty: Difficulty
    category: str
    why: TopicReason


def progress_of(
    tallies: Mapping[Topic, TopicTally], library: Mapping[Topic, Mapping[Difficulty, int]], today: date
) -> list[TopicProgress]:
    """Every topic of the library, and those that were played while it had them, by language and category."""
    usual = {language: _mean_wpm(_of(tallies, language)) for language in Language}
    return [
        _progress(topic, tallies.get(topic), library.get(topic, {}), usual[topic.language], today)
        for topic in sorted({*tallies, *library}, key=lambda topic: (_LANGUAGES.index(topic.language), topic.category))
    ]


_LANGUAGES = list(Language)


def _progress(
    topic: Topic, tally: TopicTally | None, snippets: Mapping[Difficulty, int], usual: float | None, today: date
) -> TopicProgress:
    counted = {one: snippets[one] for one in Difficulty if snippets.get(one)}
    if tally is None:
        return TopicProgress(*topic, TopicState.UNMET, 0, 0, None, None, None, None, 0, None, counted)
    return TopicProgress(
        *topic,
        TopicState.MASTERED if _is_mastered(tally, usual) else TopicState.STARTED,
        tally.waves_played,
        tally.waves_cleared,
        _accuracy(tally),
        tally.best_wpm,
        _mean_wpm([tally]),
        tally.highest_difficulty,
        streak(tally.days, today),
        tally.last_played_at,
        counted,
    )


def _of(tallies: Mapping[Topic, TopicTally], language: Language) -> list[TopicTally]:
    return [tally for topic, tally in tallies.items() if topic.language == language]


def _is_mastered(tally: TopicTally, usual: float | None) -> bool:
    mean = _mean_wpm([tally])
    is_fast = mean is not None and usual is not None and mean >= MASTERED_PACE * usual
    return tally.waves_cleared >= MASTERED_WAVES and _accuracy(tally) >= MASTERED_ACCURACY and is_fast


def _accuracy(tally: TopicTally) -> float:
    return tally.correct_keys / (tally.correct_keys + tally.incorrect_keys) * 100


def _mean_wpm(tallies: Sequence[TopicTally]) -> float | None:
    ms = sum(tally.timed_ms for tally in tallies)
    return sum(tally.timed_keys for tally in tallies) / CHARACTERS_A_WORD / (ms / 60_000) if ms else None


def streak(days: Sequence[date], today: date) -> int:
    """Days in a row, `days` with the newest first. A streak that ended before yesterday is over."""
    if not days or days[0] < today - timedelta(days=1):
        return 0
    return next((n for n, day in enumerate(days) if day != days[0] - timedelta(days=n)), len(days))


# ---------------------------------------------------------------- what to play next


def suggest(topics: Sequence[TopicProgress], language: Language, difficulty: Difficulty) -> TopicSuggestion | None:
    """A topic of this language that has snippets of this difficulty; None if there is none.

    The weakest of those that are started and cost more than the player's mean by WEAK_FROM; otherwise one that was
    never met, the largest first; otherwise the one that was played longest ago.
    """
    found = [one for one in topics if one.language == language and one.snippets.get(difficulty)]
    if not found:
        return None
    cost = _costs([one for one in topics if one.language == language])
    weak = [one for one in found if one.state is TopicState.STARTED and cost.get(one.category, 0.0) > WEAK_FROM]
    if weak:
        one, why = max(weak, key=lambda topic: cost[topic.category]), TopicReason.WEAK
    elif unmet := [one for one in found if one.state is TopicState.UNMET]:
        one, why = max(unmet, key=lambda topic: topic.snippets[difficulty]), TopicReason.UNMET
    else:
        one, why = min(found, key=lambda topic: topic.last_played_at or _NEVER), TopicReason.OLDEST
    return TopicSuggestion(language, difficulty, one.category, why)


_NEVER = datetime.min.replace(tzinfo=UTC)


def _costs(topics: Sequence[TopicProgress]) -> dict[str, float]:
    """By category: how much more a key costs than the mean of the topics met, in the time of a usual key."""
    met = [(one.category, one.mean_wpm, one.accuracy) for one in topics if one.mean_wpm and one.accuracy is not None]
    if not met:
        return {}
    slowness = sum(1 / wpm for _, wpm, _ in met if wpm) / len(met)
    missed = sum(100 - accuracy for *_, accuracy in met) / len(met)
    return {
        category: 1 / wpm / slowness - 1 + MISS_COST * (100 - accuracy - missed) / 100
        for category, wpm, accuracy in met
    }
