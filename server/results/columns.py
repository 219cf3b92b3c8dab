"""The one list of the columns of `game_results` and `typing_results`.

Everything else follows from the fields below: the INSERTs and their parameters, the type of a row, the public answer
and its description, and the export. To add a column, write a migration and its line in `schema.prisma`, and add one
field here; a measure of the keystrokes is a field of `game.analytics.TypingMeasures`, which also works it out.

Laws:
- SQL is put together once, at import.
- There are no SQL types here: values come as JSON, which PostgreSQL reads into a row of the table they are written to.
- Every field is public, under its own name and in the order of the fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import EnumType
from typing import TYPE_CHECKING, Generic, TypeVar, get_type_hints

import asyncpg

from game.analytics import TypingMeasures, key_accuracy, standard_wpm
from game.plausibility import Reason
from game.rules import CHARACTERS_A_WORD
from game.scoring import ScoreParts, Totals, score_parts
from game.terms import Difficulty, EndReason, Language, Mode, Verdict
from server.results.finished import Judged
from server.social import ON_BOARDS

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class Column:
    """How a field of `GameResult` is read and written.

    `read` is an expression over r (game_results), s (game_sessions) and u (users); None means the column of r with the
    field's name. `written` is what the INSERT selects, with `{}` in place of what `value` yields; None means that the
    INSERT leaves the column out.
    """

    read: str | None = None
    written: str | None = None
    value: Callable[[Judged], object] | None = None

    @property
    def is_own(self) -> bool:
        """Whether it is a column of `game_results`."""
        return self.read is None


_COLUMN = "column"
_REASONS = "verdict_reasons"  # stored as JSON


def _made() -> Mapping[str, Column]:
    """A column that PostgreSQL's default fills."""
    return {_COLUMN: Column()}


def _joined(read: str) -> Mapping[str, Column]:
    """A column of s or u."""
    return {_COLUMN: Column(read)}


def _copied(name: str, written: str = "{}") -> Mapping[str, Column]:
    """A column copied from the column `name` of the session, as it is after the game's end."""
    return {_COLUMN: Column(written=written.format(f"closed.{name}"))}


def _given(value: Callable[[Judged], object], written: str = "{}") -> Mapping[str, Column]:
    """A column whose value comes from the process that ran the game."""
    return {_COLUMN: Column(written=written, value=value)}


# ---------------------------------------------------------------- game_results


@dataclass(frozen=True, slots=True)
class GameResult:
    """One ended game. `net_wpm` is right keys ÷ 5 a minute and `key_accuracy_percentage` the share of right keys;
    `words_per_minute` and `accuracy_percentage` count words (tokens) of code. `unranked_reason` is null exactly when
    `ranked`; a ranked game is on the boards while `on_boards`: its player is active and no robot. `score_parts` add up
    to `final_score`. `verdict_reasons` say why a game was flagged: each names a rule, what it found, and where it
    begins to object."""

    id: str = field(metadata=_copied("id", "result_id_of({})"))
    session_id: str = field(metadata=_copied("id"))
    user_id: str = field(metadata=_copied("user_id"))
    username: str = field(metadata=_joined("u.username"))
    display_name: str = field(metadata=_joined("u.display_name"))
    mode: Mode = field(metadata=_copied("mode"))
    language: Language = field(metadata=_joined("s.language"))
    difficulty: Difficulty = field(metadata=_joined("s.difficulty"))
    seconds: int | None = field(metadata=_joined("s.seconds"))  # how long a sprint lasted
    daily_on: date | None = field(metadata=_joined("s.daily_on"))  # the UTC day whose waves a daily was played on
    collection: str | None = field(metadata=_joined("s.collection_id"))  # on whose code it was practised
    snippet_id: str | None = field(metadata=_joined("s.snippet_id"))  # which one alone was practised
    of_bookmarks: bool = field(
        metadata=_joined("s.of_bookmarks IS TRUE")
    )  # whether it was practised on those of its player
    challenge_id: str | None = field(metadata=_joined("s.challenge_id"))  # at which it was an attempt
    started_at: datetime = field(metadata=_joined("s.started_at"))
    final_score: int = field(metadata=_given(lambda judged: judged.final_score))
    waves_completed: int = field(metadata=_given(lambda judged: judged.totals.waves_completed))
    enemies_killed: int = field(metadata=_given(lambda judged: judged.totals.enemies_killed))
    accuracy_percentage: float = field(metadata=_given(lambda judged: judged.accuracy_percentage))
    words_per_minute: float = field(metadata=_given(lambda judged: judged.words_per_minute))
    total_words_typed: int = field(metadata=_given(lambda judged: judged.totals.words_typed))
    correct_words: int = field(metadata=_given(lambda judged: judged.totals.correct_words))
    incorrect_words: int = field(metadata=_given(lambda judged: judged.totals.incorrect_words))
    total_keys_pressed: int = field(metadata=_given(lambda judged: judged.totals.keys_pressed))
    correct_keys: int = field(metadata=_given(lambda judged: judged.totals.keys_correct))
    max_combo: int = field(metadata=_given(lambda judged: judged.totals.max_combo))
    total_damage_dealt: int = field(metadata=_given(lambda judged: judged.totals.damage_dealt))
    total_damage_taken: int = field(metadata=_given(lambda judged: judged.totals.damage_taken))
    playtime_seconds: int = field(metadata=_given(lambda judged: judged.playtime_seconds))
    end_reason: EndReason = field(metadata=_given(lambda judged: judged.game.end_reason))
    verdict: Verdict = field(metadata=_given(lambda judged: judged.game.verdict))
    verdict_reasons: list[Reason] = field(metadata=_given(lambda judged: list(judged.game.verdict_reasons)))
    ranked: bool = field(
        metadata=_given(lambda judged: judged.unranked_reason is None, "{} AND closed.player_lacks IS NULL")
    )
    unranked_reason: str | None = field(
        metadata=_given(lambda judged: judged.unranked_reason, "coalesce({}, closed.player_lacks)")
    )
    on_boards: bool = field(metadata=_joined(ON_BOARDS))
    pauses: int = field(metadata=_given(lambda judged: judged.game.pauses))
    paused_ms: int = field(metadata=_given(lambda judged: judged.paused_ms))
    ghost_of: str | None = field(metadata=_given(lambda judged: judged.game.ghost_of))  # null when that game is gone
    ended_at: datetime = field(metadata=_copied("ended_at"))
    created_at: datetime = field(metadata=_made())
    net_wpm: float
    key_accuracy_percentage: float
    score_parts: ScoreParts


_COLUMNS: dict[str, Column] = {one.name: one.metadata[_COLUMN] for one in fields(GameResult) if _COLUMN in one.metadata}
_WRITTEN = {name: column.written for name, column in _COLUMNS.items() if column.written is not None}

RESULT_WRITTEN = ", ".join(_WRITTEN)


def result_expressions(new: str) -> str:
    """What the INSERT selects for RESULT_WRITTEN from `closed` and from `new`, a row of `derived_result`."""
    return ", ".join(written.format(f"{new}.{name}") for name, written in _WRITTEN.items())


def derived_result(judged: Judged) -> dict[str, object]:
    """Every column of `game_results` that the INSERT gets from the game, by name."""
    return {name: column.value(judged) for name, column in _COLUMNS.items() if column.value is not None}


@dataclass(frozen=True, slots=True)
class OfKeys:
    """What `of_keys` selects: speed in right characters ÷ 5 a minute, and the share of right keys."""

    net_wpm: float
    key_accuracy_percentage: float


def of_keys(result: str) -> str:
    """The expressions of `OfKeys` over a row of `game_results`, to the last bit as `game_result` works them out."""
    return (
        f"{result}.correct_keys::float8 / {CHARACTERS_A_WORD} / {result}.playtime_seconds * 60 AS net_wpm,"
        f" coalesce({result}.correct_keys::float8 / nullif({result}.total_keys_pressed, 0) * 100, 0)"
        " AS key_accuracy_percentage"
    )


class Selection(Generic[Row]):
    """Some columns of a result, read into a dataclass with fields of the same names. Create it once, not per query."""

    def __init__(self, kind: type[Row], derived: int = 0) -> None:
        """The last `derived` fields of `kind` are not columns. Raises KeyError if any other field is not one."""
        names, types = [one.name for one in fields(kind)][: len(fields(kind)) - derived], get_type_hints(kind)
        self.columns = ", ".join(_COLUMNS[name].read or f"r.{name}" for name in names)  # over r, s and u
        self._kind, self._count = kind, len(names)
        self._terms = [(place, types[name]) for place, name in enumerate(names) if isinstance(types[name], EnumType)]
        self._reasons = names.index(_REASONS) if _REASONS in names else None

    def row(self, row: asyncpg.Record, *derived: object) -> Row:
        """From a row that begins with `columns`."""
        values = [*row[: self._count], *derived]
        for place, term in self._terms:
            values[place] = term(values[place])
        if self._reasons is not None:
            values[self._reasons] = [Reason(**one) for one in values[self._reasons]]
        return self._kind(*values)


_RESULT = Selection(GameResult, derived=3)
RESULT_SELECTED = _RESULT.columns


def game_result(row: asyncpg.Record) -> GameResult:
    """From a row that begins with RESULT_SELECTED. What follows from the other columns is worked out here."""
    totals = Totals(
        correct_words=row["correct_words"],
        incorrect_words=row["incorrect_words"],
        enemies_killed=row["enemies_killed"],
        waves_completed=row["waves_completed"],
        max_combo=row["max_combo"],
    )
    return _RESULT.row(
        row,
        standard_wpm(row["correct_keys"], row["playtime_seconds"]),
        key_accuracy(row["correct_keys"], row["total_keys_pressed"]),
        score_parts(totals, row["playtime_seconds"]),
    )


# ---------------------------------------------------------------- typing_results

_MEASURES = tuple(one.name for one in fields(TypingMeasures))

MEASURES_WRITTEN = ", ".join(_MEASURES)
MEASURES_SELECTED = ", ".join(f"m.{name} AS measured_{name}" for name in _MEASURES)  # m: typing_results


def measures_expressions(new: str) -> str:
    """What the INSERT selects for MEASURES_WRITTEN from `new`, a row of `derived_measures`."""
    return ", ".join(f"{new}.{name}" for name in _MEASURES)


def derived_measures(of: TypingMeasures) -> dict[str, object]:
    """Every column of `typing_results` that is a measure, by name."""
    return {name: getattr(of, name) for name in _MEASURES}


def typing_measures(row: asyncpg.Record) -> TypingMeasures:
    """From a row with MEASURES_SELECTED."""
    return TypingMeasures(*[row[f"measured_{name}"] for name in _MEASURES])


# ---------------------------------------------------------------- what is kept about a person

# For each table, all columns but `user_id`, which selects the person's rows.
PERSONAL_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "game_results": tuple(name for name, column in _COLUMNS.items() if column.is_own and name != "user_id"),
    "typing_results": ("id", "session_id", *_MEASURES, "ended_at", "created_at"),
}
