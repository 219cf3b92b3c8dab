"""Demo players and their games, so that the first page is not empty: `prodev seed --demo`.

Laws:
- Every game is real: a robot types snippets from the rotation into the engine, and the transaction that saves any game
  saves it with its key log. So each row follows from its keys, and its replay works.
- Running it again changes nothing: a player is known by name, and a game's id follows from the player's.
- They are marked as robots, and so are on no board of people.
- Nobody can sign in as a demo player: the password is random and forgotten.
"""

from __future__ import annotations

import random
import secrets
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import bcrypt

from game import rules
from game.analysis import played_waves
from game.analytics import measures
from game.engine import Engine
from game.keylog import JudgedKeys, Key, KeyLog, encode
from game.plausibility import by_client, evidence
from game.terms import Difficulty, EndReason, Language
from game.text import Word
from game.typed_waves import typed_waves
from game.wave import Wave
from server.infra.cli import Stores
from server.infra.postgres import Pool
from server.library import Snippet, draw
from server.results import FinishedGame, record
from server.robots.people import Person, Tempo, typed

EMAIL_DOMAIN = "demo.invalid"  # reserved: no mail can ever be sent there
WAVES_LIMIT = 12  # a robot that survives them quits: a demo needs no game of two hours
HISTORY_DAYS = 10


@dataclass(frozen=True, slots=True)
class DemoPlayer:
    """`wpm` in standard words a minute, `accuracy` of keys, `home` the language played most."""

    username: str
    display_name: str
    wpm: float
    accuracy: float
    home: str
    games: int


PLAYERS = (
    DemoPlayer("nested_ternary", "Nested Ternary", 92, 0.97, "JAVASCRIPT", 9),
    DemoPlayer("off_by_one", "Off By One", 48, 0.93, "PYTHON", 7),
    DemoPlayer("lambda_lena", "Lena", 76, 0.96, "PYTHON", 8),
    DemoPlayer("hook_line", "Hook, Line", 64, 0.95, "REACT", 6),
    DemoPlayer("any_type", "Any Type", 55, 0.94, "TYPESCRIPT", 6),
    DemoPlayer("mira_codes", "Mira", 83, 0.98, "TYPESCRIPT", 8),
    DemoPlayer("semicolon", "Semi Colon", 41, 0.92, "JAVASCRIPT", 5),
    DemoPlayer("grace_n", "Grace N.", 108, 0.98, "PYTHON", 9),
    DemoPlayer("useless_effect", "Useless Effect", 58, 0.95, "REACT", 7),
    DemoPlayer("tab_or_space", "Tab or Space", 37, 0.94, "PYTHON", 4),
    DemoPlayer("prop_driller", "Prop Driller", 70, 0.94, "REACT", 6),
    DemoPlayer("idris_k", "Idris", 88, 0.96, "TYPESCRIPT", 7),
    DemoPlayer("slow_and_sure", "Slow and Sure", 33, 0.99, "JAVASCRIPT", 4),
    DemoPlayer("yield_from", "Yield From", 62, 0.95, "PYTHON", 5),
)


# A snippet's games are looked for from the time when it was made (server/practice/plays.py).
_AS_OLD_AS_THE_GAMES = """
    UPDATE code_snippets SET created_at = $1, published_at = least(published_at, $1)
    WHERE created_at > $1 AND supersedes_id IS NULL AND usage_count = 0
"""


async def demo_games(stores: Stores, players: Sequence[DemoPlayer] = PLAYERS) -> tuple[int, int]:
    """Make the players and games that are missing; returns how many of each were made.

    Needs a seeded library. A player whose name somebody else has is skipped.
    """
    now = datetime.now(UTC)
    password = secrets.token_bytes(32).hex().encode()
    password_hash = bcrypt.hashpw(password, bcrypt.gensalt(stores.settings.bcrypt_cost)).decode()
    made_players = made_games = 0
    await stores.pg.execute(_AS_OLD_AS_THE_GAMES, now - timedelta(days=HISTORY_DAYS + 1))
    for habits, player in enumerate(players):
        user_id, is_new = await _user(stores.pg, player, password_hash, now)
        made_players += is_new
        if user_id is None:
            continue
        for plan in _plans(player, habits, user_id, now):
            game = await _play(stores.pg, plan)
            if game is not None and await record(stores.pg, game) is not None:
                made_games += 1
    return made_players, made_games


async def _user(pg: Pool, player: DemoPlayer, password_hash: str, now: datetime) -> tuple[str | None, bool]:
    """`(id, made just now)`; the id is None when somebody else has the name."""
    email = f"{player.username}@{EMAIL_DOMAIN}"
    made = await pg.fetchval(
        "INSERT INTO users (username, email, password_hash, display_name, created_at, is_bot)"
        " VALUES ($1, $2, $3, $4, $5, true) ON CONFLICT DO NOTHING RETURNING id",
        player.username,
        email,
        password_hash,
        player.display_name,
        now - timedelta(days=HISTORY_DAYS + 1),
    )
    if made is not None:
        return made, True
    return await pg.fetchval("SELECT id FROM users WHERE email = $1 AND deleted_at IS NULL", email), False


# ---------------------------------------------------------------- what is played


@dataclass(frozen=True, slots=True)
class _Plan:
    """One game to be played."""

    session_id: str
    user_id: str
    language: str
    difficulty: str
    person: Person
    waves: int
    ended_at: datetime
    dice: random.Random


def _plans(player: DemoPlayer, habits: int, user_id: str, now: datetime) -> Iterator[_Plan]:
    for number in range(player.games):
        dice = random.Random(f"{player.username}/{number}")
        languages = (player.home, player.home, *Language)
        yield _Plan(
            session_id=str(uuid.uuid5(uuid.UUID(user_id), f"demo/{number}")),
            user_id=user_id,
            language=dice.choice(languages),
            difficulty=dice.choices(list(Difficulty), (2, 5, 3, 1))[0],
            person=_person(player, habits, dice),
            waves=dice.randint(3, WAVES_LIMIT),
            ended_at=_ended_at(number, now, dice),
            dice=dice,
        )


def _person(player: DemoPlayer, habits: int, dice: random.Random) -> Person:
    accuracy = min(0.995, player.accuracy + dice.gauss(0, 0.008))
    return Person(player.wpm * dice.uniform(0.88, 1.08), accuracy, habits=habits)


def _ended_at(number: int, now: datetime, dice: random.Random) -> datetime:
    """The first two games today, the next this week, the rest earlier, so that there are games of every period."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday())
    since = (today, today, monday)[number] if number < 3 else now - timedelta(days=HISTORY_DAYS)
    return now - (now - since) * dice.uniform(0.02, 0.98)


async def _play(pg: Pool, plan: _Plan) -> FinishedGame | None:
    """Play one game to its end; None if it was played before, or if there is nothing to type."""
    if await pg.fetchval("SELECT true FROM game_sessions WHERE id = $1 AND ended_at IS NOT NULL", plan.session_id):
        return None
    engine, waves, keys = Engine(), list[Wave](), list[Key]()
    tempo = Tempo(plan.person, plan.dice)
    while not engine.over and len(waves) < plan.waves:
        snippet = await draw(pg, plan.language, plan.difficulty, [wave.snippet_id for wave in waves])
        if snippet is None:
            return None
        waves.append(_wave(snippet, plan.difficulty, len(waves) + 1))
        _type_wave(engine, waves[-1], typed(plan.person, waves[-1].typed.keys, plan.dice, tempo), keys)
    if not engine.over:
        engine.stop(engine.at_ms, EndReason.QUIT)
    await _begin(pg, plan, plan.ended_at - timedelta(milliseconds=engine.at_ms))
    assert engine.end_reason is not None
    log = KeyLog(plan.language, plan.difficulty, tuple(waves), JudgedKeys.of(keys), engine.at_ms, engine.end_reason)
    played = played_waves(by_client(log))
    return FinishedGame(
        session_id=plan.session_id,
        user_id=plan.user_id,
        totals=engine.totals,
        game_ms=engine.at_ms,
        end_reason=engine.end_reason,
        pauses=0,
        paused_ms=0,
        journal_lost=False,
        key_log=encode(log),
        measures=measures(log, engine.totals),
        waves=typed_waves(log, played),
        evidence=evidence(log, played),
        ended_at=plan.ended_at,
    )


def _wave(snippet: Snippet, difficulty: str, number: int) -> Wave:
    return rules.serve(
        number=number,
        difficulty=difficulty,
        snippet_id=snippet.id,
        version=snippet.version,
        language=snippet.language,
        text=snippet.text,
        words=[Word(*word) for word in snippet.words],
        expected_wpm=snippet.expected_wpm,
    )


def _type_wave(engine: Engine, wave: Wave, pressed: Iterable[tuple[float, str]], keys: list[Key]) -> None:
    """Type one wave, or as much of it as the player survives; adds the keys that counted to `keys`."""
    engine.begin(wave)
    at_ms = engine.at_ms
    for interval_ms, key in pressed:
        at_ms = max(at_ms + round(interval_ms), engine.earliest_key_ms)
        counted = engine.keys_pressed
        engine.press(key, at_ms)
        if engine.keys_pressed > counted:
            keys.append(Key(at_ms, at_ms, key))
        if engine.over:
            return


async def _begin(pg: Pool, plan: _Plan, started_at: datetime) -> None:
    """Insert the rows of a running game, as if it had been started at that time."""
    async with pg.acquire() as connection, connection.transaction():
        await connection.execute(
            "INSERT INTO game_sessions (id, user_id, language, difficulty, started_at) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT DO NOTHING",
            *(plan.session_id, plan.user_id, plan.language, plan.difficulty, started_at),
        )
        await connection.execute(
            "INSERT INTO typing_sessions (user_id, game_session_id, started_at) VALUES ($1, $2, $3)"
            " ON CONFLICT DO NOTHING",
            *(plan.user_id, plan.session_id, started_at),
        )
