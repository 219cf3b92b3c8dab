"""Events as they are read from the database, made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from game.terms import Difficulty, EndReason, Language, Mode
from server.progress.catalogue import read_catalogue
from server.progress.days import Days
from server.progress.events import DecidedEvent, Event, GameEvent
from server.progress.journey import Journey, Requirement, Unlocked

START = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
CATALOGUE = [
    Requirement(row.slug, row.requirement_type, row.requirement_value, row.points_reward) for row in read_catalogue()
]


def game(at: datetime = START, **change: Any) -> GameEvent:
    """A ranked minute of 40 words, 200 right keys of 210."""
    values: dict[str, Any] = {
        "id": str(uuid4()),
        "at": at,
        "mode": Mode.SOLO,
        "language": Language.PYTHON,
        "difficulty": Difficulty.NORMAL,
        "is_honest": True,
        "end_reason": EndReason.DEFEATED,
        "ranked": True,
        "unranked_reason": None,
        "score": 900,
        "waves": 2,
        "enemies": 9,
        "words": 40,
        "pressed_keys": 210,
        "correct_keys": 200,
        "combo": 4,
        "damage_taken": 30,
        "seconds": 60,
    }
    return GameEvent(**values | change)


def empty(at: datetime = START, **change: Any) -> GameEvent:
    """As good as nothing was typed."""
    nothing = {"score": 0, "waves": 0, "enemies": 0, "words": 1, "pressed_keys": 2, "correct_keys": 1, "combo": 0}
    unranked = {"ranked": False, "unranked_reason": "too_short", "seconds": 1, "end_reason": EndReason.QUIT}
    return game(at, **{**nothing, **unranked, **change})


def outcome(mode: Mode = Mode.RACE, at: datetime = START, *, is_won: bool = True) -> DecidedEvent:
    return DecidedEvent(f"match:{uuid4()}", at, mode, is_won, None)


def taken(events: Sequence[Event], days: Days | None = None) -> tuple[Journey, list[Unlocked]]:
    """The journey of all of them, and what they have unlocked."""
    journey = Journey()
    return journey, journey.take(events, days or Days(), CATALOGUE)


def daily(count: int, every: int = 1, at: datetime = START, **change: Any) -> list[Event]:
    """One a day."""
    return [game(at + timedelta(days=day * every), **change) for day in range(count)]
