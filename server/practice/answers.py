"""What the endpoints of practice return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.practice.weak_figures import WeakKey


@dataclass(frozen=True, slots=True)
class FocusOut:
    """`keys` holds single keys and pairs of keys, the one that costs the player most first; none for who has hardly
    played, or types all keys about equally well."""

    keys: list[str]


@dataclass(frozen=True, slots=True)
class WeakKeysOut:
    """The keys of FocusOut with their figures, worked out from the newest `games`."""

    games: int
    keys: list[WeakKey]


@dataclass(frozen=True, slots=True)
class CharacterStats:
    """`missed` of `due` times another key was pressed first; `mean_ms` is over the other times, null without one."""

    character: str
    due: int
    missed: int
    missed_percentage: float
    mean_ms: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How a version was played; see StatsOut."""

    plays: int
    finished: int
    mean_accuracy: float | None
    mean_wpm: float | None
    speed_ratio: float | None
    worst_characters: Sequence[CharacterStats]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatsOut(Figures):
    """How players do on one version, in the newest games that its language and difficulty had while it was the latest.

    `usage_count` counts draws over all time, shown or not; a new version inherits it. `plays` are the waves of it that
    got at least one key in the newest `games_looked_at` games; `finished` ones were typed to the end. The means are
    null without a play: accuracy is right keys of all keys in percent, speed is standard words (5 keys) a minute of the
    finished plays, and `speed_ratio` is that speed divided by `expected_wpm`.
    """

    id: str
    version: int
    expected_wpm: float
    usage_count: int
    games_looked_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Played(Figures):
    """As in StatsOut, with the worst three characters, and how players have voted."""

    id: str
    likes: int
    dislikes: int


@dataclass(frozen=True, slots=True)
class ResultsOut:
    """How players did on a page of snippets, in the newest games of their languages and difficulties."""

    games_looked_at: int
    items: list[Played]


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateOut:
    """What players say about the speed of one version, in standard words a minute.

    `suggested_wpm` is null until `games_needed` waves by `players_needed` players were read; `model_wpm` is what the
    text alone suggests.
    """

    id: str
    expected_wpm: float
    model_wpm: float
    suggested_wpm: float | None
    games: int
    games_needed: int
    players: int
    players_needed: int
