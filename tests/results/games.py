"""Players and ended games for tests, written as the server would write them."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg

from game.analytics import TypingMeasures
from game.scoring import Totals, playtime_seconds
from game.terms import EndReason
from server.infra.postgres import Connection
from server.results import FinishedGame

Pool = asyncpg.Pool

START = datetime(2026, 11, 18, 12, tzinfo=UTC)


async def add_player(pg: Pool, *, is_guest: bool = False, **columns: Any) -> str:
    """A new user's id."""
    name = f"p_{uuid.uuid4().hex[:16]}"
    values: dict[str, Any] = {
        "username": name,
        "display_name": name.upper(),
        "email": None if is_guest else f"{name}@example.org",
        "password_hash": None if is_guest else "x",
        "is_guest": is_guest,
        **columns,
    }
    places = ", ".join(f"${number}" for number in range(1, len(values) + 1))
    user_id: str = await pg.fetchval(
        f"INSERT INTO users ({', '.join(values)}) VALUES ({places}) RETURNING id", *values.values()
    )
    return user_id


async def register(pg: Pool | Connection, user_id: str) -> None:
    await pg.execute(
        "UPDATE users SET is_guest = false, email = username || '@example.org', password_hash = 'x' WHERE id = $1",
        user_id,
    )


async def delete_player(pg: Pool, user_id: str) -> None:
    await pg.execute("UPDATE users SET deleted_at = now(), is_active = false WHERE id = $1", user_id)


async def start_game(
    pg: Pool, user_id: str, language: str = "PYTHON", difficulty: str = "NORMAL", started_at: datetime = START
) -> str:
    """The session id of a game that runs."""
    session_id: str = await pg.fetchval(
        "INSERT INTO game_sessions (user_id, language, difficulty, started_at)"
        ' VALUES ($1, $2::"Language", $3::"Difficulty", $4) RETURNING id',
        user_id,
        language,
        difficulty,
        started_at,
    )
    await pg.execute(
        "INSERT INTO typing_sessions (user_id, game_session_id, started_at) VALUES ($1, $2, $3)",
        user_id,
        session_id,
        started_at,
    )
    return session_id


def totals(words: int = 40, *, dirty: int = 4, kills: int = 9, waves: int = 2) -> Totals:
    keys = words * 5 + 1  # the key of a word that was never finished
    return Totals(
        correct_words=words - dirty,
        incorrect_words=dirty,
        enemies_killed=kills,
        waves_completed=waves,
        max_combo=min(10, 1 + (words - dirty) // 5),
        damage_dealt=words * 4,
        damage_taken=30,
        keys_pressed=keys + dirty,
        keys_correct=keys,
    )


def measures(of: Totals, game_ms: int) -> TypingMeasures:
    seconds = playtime_seconds(game_ms)
    return TypingMeasures(
        total_keys_pressed=of.keys_pressed,
        correct_keys=of.keys_correct,
        incorrect_keys=of.keys_pressed - of.keys_correct,
        accuracy_percentage=of.keys_correct / of.keys_pressed * 100 if of.keys_pressed else 0.0,
        keys_per_minute=of.keys_pressed / seconds * 60,
        net_wpm=of.keys_correct / 5 / seconds * 60,
        raw_wpm=of.keys_pressed / 5 / seconds * 60,
        consistency=77.5,
        duration_seconds=seconds,
    )


def finished(session_id: str, user_id: str, **changes: Any) -> FinishedGame:
    """A game of one minute and 40 words that is ranked, with `changes`."""
    of: Totals = changes.pop("totals", totals())
    game_ms: int = changes.pop("game_ms", 60_000)
    values: dict[str, Any] = {
        "session_id": session_id,
        "user_id": user_id,
        "totals": of,
        "game_ms": game_ms,
        "end_reason": "defeated",
        "pauses": 0,
        "paused_ms": 0,
        "journal_lost": False,
        "key_log": {"format": 1, "waves": [{"number": 1, "text": "x = 1"}], "keys": "x", "at": [312], "client": [0]},
        "measures": measures(of, game_ms),
        "ended_at": START + timedelta(minutes=1),
        **changes,
    }
    return FinishedGame(**values)


# The others are of sprints and of matches.
ORDINARY_ENDS = frozenset(EndReason) - {EndReason.TIME, EndReason.CLOSED}


def random_game(random_: random.Random, session_id: str, user_id: str, ended_at: datetime) -> FinishedGame:
    """Any game that may happen, ranked or not."""
    words = random_.randint(0, 300)
    return finished(
        session_id,
        user_id,
        totals=totals(
            words, dirty=random_.randint(0, words), kills=random_.randint(0, 60), waves=random_.randint(0, 9)
        ),
        game_ms=random_.randint(0, 900_000),
        end_reason=random_.choice([*ORDINARY_ENDS]),
        pauses=random_.randint(0, 4),
        ended_at=ended_at,
    )
