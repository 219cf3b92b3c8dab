"""The HTTP side of play: start a game, find one's unfinished games, end one."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Union

from pydantic import AfterValidator, BeforeValidator, ConfigDict, GetJsonSchemaHandler, TypeAdapter, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, to_json

from game.terms import Difficulty, EndReason, Language, Mode
from server.infra.inputs import Body, Id, IdPath, upper
from server.infra.web import RETRY_AFTER_S, Access, Call, Endpoints, Problem, endpoint
from server.play import modes, store
from server.play.core import protocol
from server.play.hall.http import endpoints as match_endpoints
from server.play.http_daily import daily_endpoints
from server.play.modes.challenge import ChallengeGame, StartChallenge
from server.play.modes.contest import PLAYED, ContestGame, ContestPath, StartContest
from server.play.parts import Play
from server.play.problems import NO_SNIPPETS, TOO_MANY_GAMES, no_snippets
from server.play.retries import AWAY
from server.play.rows import GameRow
from server.play.standings import GameStanding
from server.play.waves import NoSnippets
from server.results import GameResult

NO_GAME = 404, "play/no-game"
WRONG_TOKEN = 422, "play/wrong-token"
SAVING = 503, "play/saving"

END_WAIT_S = 1.7  # of the whole call, so that a 503 comes within 2 s; the game is ended all the same


def _saving() -> Problem:
    detail = "The game's result is not saved yet. Ask again shortly."
    return Problem(*SAVING, detail, headers={"Retry-After": str(RETRY_AFTER_S)})


def _playable(mode: Mode | None) -> Mode | None:
    if mode is not None and mode not in modes.ALL:
        raise PydanticCustomError("mode", "This server does not play that mode")
    return mode


ModeIn = Annotated[Mode | None, BeforeValidator(upper), AfterValidator(_playable)]  # any case in


_ANY_START: Any = Union[tuple(mode.start for mode in modes.ALL.values())]  # noqa: UP007 - made here, not annotated
_STARTS: TypeAdapter[Any] = TypeAdapter(_ANY_START)


class StartGame(Body):
    """A game of a mode. All other parameters belong to the mode.

    If `mode` is missing, it is the one that a parameter implies, or SOLO.
    """

    model_config = ConfigDict(extra="allow")

    mode: ModeIn = None
    _asked: Body

    @model_validator(mode="after")
    def _as_the_mode_says(self) -> StartGame:
        given = self.model_extra or {}
        if self.mode is None:
            implied = (name for name, mode in modes.ALL.items() if mode.implied_by in given)
            self.mode = next(implied, Mode.SOLO)
        # Through JSON again: strict models take the members of an enum as text only from JSON.
        self._asked = modes.ALL[self.mode].start.model_validate_json(to_json({**given, "mode": self.mode}))
        return self

    @property
    def asked(self) -> Body:
        """What the mode's start takes, validated."""
        return self._asked

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """One alternative a mode."""
        return handler(_STARTS.core_schema) | {"description": cls.__doc__}


class EndGame(Body):
    session_id: Id
    session_token: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedGame:
    """Open `socket` with subprotocol `protocol` and say hello with `session_token`.

    `focus` is null if it was not asked for; otherwise the keys and pairs of keys, weakest first, none for a player who
    has hardly played. `ghost_of` is the result on whose waves the game is played, null for any other game. `seconds`
    is how long a sprint lasts. `daily_on` is the UTC day whose waves a daily is played on, and `daily_try` counts the
    player's tries at them. `match` is the code of the match in which a race is the seat `seat`. `contest` is the
    slug of the contest in which this is the player's game, `collection` the id of the one whose code is practised,
    `challenge` the id of the challenge at which this is an attempt, with its `challenge_version`, `category` the topic
    that a practice game keeps to, `snippet` the one that it repeats; `bookmarks`: it is played on those of its player.
    `standing` is how far an unfinished game has got; null for one that begins, or if it is not known.
    """

    session_id: str
    session_token: str
    socket: str
    protocol: str
    mode: Mode
    language: Language
    difficulty: Difficulty
    focus: list[str] | None = None
    ghost_of: str | None = None
    seconds: int | None = None
    daily_on: date | None = None
    daily_try: int | None = None
    match: str | None = None
    seat: int | None = None
    contest: str | None = None
    collection: str | None = None
    challenge: str | None = None
    challenge_version: int | None = None
    category: str | None = None
    snippet: str | None = None
    bookmarks: bool = False
    started_at: datetime
    standing: GameStanding | None = None


@dataclass(frozen=True, slots=True)
class UnfinishedGames:
    """Newest first."""

    sessions: list[StartedGame]


class _Calls:
    def __init__(self, play: Play) -> None:
        self._play = play

    async def start(self, call: Call[StartGame]) -> StartedGame:
        body = call.body
        assert body.mode is not None, "validated"
        return await self._start(call.caller.user_id, body.mode, body.asked)

    async def start_contest(self, call: Call[None, None, ContestPath]) -> StartedGame:
        user_id, slug = call.caller.user_id, call.path.slug
        found = await store.contest_game(self._play.pg, slug, user_id)
        if found is None:
            try:
                return await self._start(user_id, Mode.CONTEST, StartContest(contest=slug))
            except Problem as refusal:
                # Begun twice at once: the other call has begun it.
                found = await store.contest_game(self._play.pg, slug, user_id) if refusal.code == PLAYED[1] else None
                if found is None:
                    raise
        (game,) = await self._shown([found])
        return game

    async def start_challenge(self, call: Call[None, None, IdPath]) -> StartedGame:
        return await self._start(call.caller.user_id, Mode.CHALLENGE, StartChallenge(challenge=call.path.id))

    async def _start(self, user_id: str, mode: Mode, asked: Body) -> StartedGame:
        try:
            row = await self._play.starts.start(user_id, mode, asked)
        except store.TooManyGames as refusal:
            raise Problem(
                *TOO_MANY_GAMES,
                f"You have reached the limit of {len(refusal.games)} unfinished games. Resume or end one first.",
                sessions=await self._shown(refusal.games),
            ) from None
        except NoSnippets:
            raise no_snippets() from None
        return self._started(row)

    async def current(self, call: Call) -> UnfinishedGames:
        return UnfinishedGames(await self._shown(await store.unfinished(self._play.pg, call.caller.user_id)))

    async def end(self, call: Call[EndGame]) -> GameResult | None:
        body = call.body
        here = self._play.table.game(body.session_id)
        row = here.row if here is not None else await store.by_id(self._play.pg, body.session_id)
        if row is None or row.user_id != call.caller.user_id:
            raise Problem(*NO_GAME, "You have no such game.")
        if body.session_token is not None and body.session_token != row.session_token:
            raise Problem(*WRONG_TOKEN, "This token belongs to another game.")
        try:
            wait_s = call.began_s + END_WAIT_S - time.monotonic()
            return await self._play.endings.end_within(wait_s, row, EndReason.QUIT)
        except AWAY:
            raise _saving() from None

    async def _shown(self, rows: Sequence[GameRow]) -> list[StartedGame]:
        standings = await self._play.standings.of(rows)
        return [self._started(row, standing) for row, standing in zip(rows, standings, strict=True)]

    def _started(self, row: GameRow, standing: GameStanding | None = None) -> StartedGame:
        return StartedGame(
            session_id=row.id,
            session_token=row.session_token,
            socket=protocol.PATH,
            protocol=protocol.SUBPROTOCOL,
            mode=row.mode,
            language=row.language,
            difficulty=row.difficulty,
            started_at=row.started_at,
            standing=standing,
            **self._play.modes[row.mode].shown(row),
        )


def endpoints(play: Play) -> Endpoints:
    calls = _Calls(play)
    return [
        endpoint(
            "POST",
            "/api/game/start",
            calls.start,
            "Start a game of a mode",
            access=Access.USER,
            status=201,
            rate="300/minute",  # far more than a class behind one address needs
            problems=(TOO_MANY_GAMES, NO_SNIPPETS, *(one for mode in modes.ALL.values() for one in mode.problems)),
            tag="play",
        ),
        endpoint(
            "POST",
            "/api/contests/{slug}/start",
            calls.start_contest,
            "Play in a contest, once; while your game is unfinished it is given again",
            access=Access.USER,
            status=201,
            rate="300/minute",
            problems=(TOO_MANY_GAMES, *ContestGame.problems),
            tag="contests",
        ),
        endpoint(
            "POST",
            "/api/challenges/{id}/start",
            calls.start_challenge,
            "Try a challenge, which enrols you in its track; a try that you left is ended",
            access=Access.USER,
            status=201,
            rate="300/minute",
            problems=(TOO_MANY_GAMES, *ChallengeGame.problems),
            tag="courses",
        ),
        endpoint(
            "GET",
            "/api/game/current",
            calls.current,
            "Your unfinished games, newest first",
            access=Access.USER,
            tag="play",
        ),
        endpoint(
            "POST",
            "/api/game/end",
            calls.end,
            "End a game and get its result; null when no key was pressed",
            access=Access.USER,
            problems=(NO_GAME, WRONG_TOKEN, SAVING),
            when_away=_saving,
            tag="play",
        ),
        *daily_endpoints(play),
        *match_endpoints(play.pg, play.hall, play.opening, play.endings, play.viewers),
    ]
