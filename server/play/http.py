"""The HTTP side of play: start a game, find one's unfinished games, end one."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from game.terms import Difficulty, EndReason, Language
from server.infra.inputs import Body, DifficultyIn, Id, LanguageIn
from server.infra.postgres import POSTGRES_AWAY, Pool
from server.infra.redis import REDIS_AWAY
from server.infra.web import RETRY_AFTER_S, Access, Call, Endpoint, Problem, json_response
from server.play import store
from server.play.core import protocol
from server.play.registry import Registry
from server.play.waves import NoGhost, NoSnippets, Waves
from server.results import GameResult, Recording

END_WAIT_S = 5  # then the answer is "saving", and the caller asks again


class StartGame(Body):
    """A game of a language, NORMAL when no difficulty is given; or one on the waves of the ended game `ghost`, whose
    language and difficulty they then are.

    With `focus`, among equally used snippets come those dense in the keys that the player is slow or wrong at.
    """

    language: LanguageIn | None = None
    difficulty: DifficultyIn | None = None
    focus: bool = False
    ghost: Id | None = None

    @model_validator(mode="after")
    def _language_or_ghost(self) -> StartGame:
        if self.ghost is None and self.language is None:
            raise _refused("language", "missing", "Field required, unless a ghost is named")
        if self.ghost is not None and self.focus:
            raise _refused("focus", "ghost_focus", "A game against a ghost has the ghost's waves: nothing to focus on")
        return self


def _refused(field: str, code: str, message: str) -> ValidationError:
    """As pydantic refuses one field."""
    error = PydanticCustomError(code, message)
    return ValidationError.from_exception_data("StartGame", [{"type": error, "loc": (field,), "input": None}])


class EndGame(Body):
    session_id: Id
    session_token: Id | None = None


class StartedGame(BaseModel):
    """Open `socket` with subprotocol `protocol` and say hello with `session_token`.

    `focus` is null when none was asked for; else the keys and pairs of keys, the weakest first, none for who has hardly
    played. `ghost_of` is the result on whose waves the game is played, null for any other game.
    """

    session_id: str
    session_token: str
    socket: str
    protocol: str
    language: Language
    difficulty: Difficulty
    focus: list[str] | None
    ghost_of: str | None
    started_at: datetime


class UnfinishedGames(BaseModel):
    """Newest first."""

    sessions: list[StartedGame]


def _public(row: Any) -> dict[str, Any]:
    focus = row["focus"]
    return {
        "session_id": row["id"],
        "session_token": row["session_token"],
        "socket": protocol.PATH,
        "protocol": protocol.SUBPROTOCOL,
        "language": row["language"],
        "difficulty": row["difficulty"],
        "focus": None if focus is None else sorted(focus, key=lambda key: (-focus[key], key)),
        "ghost_of": row["ghost_of"],
        "started_at": row["started_at"],
    }


def _agree(body: StartGame, ghost: Recording) -> None:
    """What is given beside a ghost must be what the ghost's game was. Raises Problem 422."""
    given = {"language": (body.language, ghost.language), "difficulty": (body.difficulty, ghost.difficulty)}
    errors = [
        {"pointer": f"/{name}", "code": "not_the_ghosts", "detail": f"The ghost's game is {recorded}, not {asked}"}
        for name, (asked, recorded) in given.items()
        if asked is not None and asked != recorded
    ]
    if errors:
        raise Problem(422, "play/not-the-ghosts", "Leave out what the ghost's game says by itself.", errors=errors)


def endpoints(registry: Registry, waves: Waves, pg: Pool) -> list[Endpoint]:
    async def begin(user_id: str, body: StartGame) -> Any:
        if body.ghost is not None:
            ghost = await waves.of_ghost(body.ghost, user_id)
            _agree(body, ghost)
            return await registry.start_ghost(user_id, ghost)
        assert body.language is not None
        difficulty = body.difficulty or Difficulty.NORMAL
        return await registry.start(user_id, body.language.value, difficulty.value, focus=body.focus)

    async def start(call: Call) -> Any:
        try:
            row = await begin(call.caller.user_id, call.body)
        except NoGhost:
            raise Problem(
                404,
                "play/no-ghost",
                "There is no such game, or it is not shown to others, or this server cannot read it.",
            ) from None
        except store.TooManyGames as refusal:
            raise Problem(
                409,
                "play/too-many-games",
                f"You have {len(refusal.games)} unfinished games. Resume or end one of them first.",
                sessions=[_public(game) for game in refusal.games],
            ) from None
        except NoSnippets:
            raise Problem(
                409, "play/no-snippets", "There is no active snippet of this language and difficulty."
            ) from None
        return _public(row)

    async def current(call: Call) -> Any:
        games = await store.unfinished(pg, call.caller.user_id)
        return {"sessions": [_public(game) for game in games]}

    async def end(call: Call) -> Any:
        body: EndGame = call.body
        row = await store.by_id(pg, body.session_id)
        if row is None or row["user_id"] != call.caller.user_id:
            raise Problem(404, "play/no-game", "You have no such game.")
        if body.session_token is not None and body.session_token != row["session_token"]:
            raise Problem(422, "play/wrong-token", "This token belongs to another game.")
        try:
            async with asyncio.timeout(END_WAIT_S):
                return json_response(await registry.end(row, EndReason.QUIT))
        except (*POSTGRES_AWAY, *REDIS_AWAY):
            raise Problem(
                503,
                "play/saving",
                "The game is over, and its result is still being saved. Ask again shortly.",
                headers={"Retry-After": str(RETRY_AFTER_S)},
            ) from None

    return [
        Endpoint(
            method="POST",
            path="/api/game/start",
            handler=start,
            summary="Start a game, or one on the waves of an ended game",
            access=Access.USER,
            body=StartGame,
            returns=StartedGame,
            status=201,
            rate="300/minute",  # far beyond a class behind one address; each writes a game and what it was served
            problems=(
                (404, "play/no-ghost"),
                (409, "play/too-many-games"),
                (409, "play/no-snippets"),
                (422, "play/not-the-ghosts"),
            ),
            tag="play",
        ),
        Endpoint(
            method="GET",
            path="/api/game/current",
            handler=current,
            summary="Your unfinished games, newest first",
            access=Access.USER,
            returns=UnfinishedGames,
            tag="play",
        ),
        Endpoint(
            method="POST",
            path="/api/game/end",
            handler=end,
            summary="End a game and get its result; null when no key was pressed",
            access=Access.USER,
            body=EndGame,
            returns=GameResult | None,
            problems=((404, "play/no-game"), (422, "play/wrong-token"), (503, "play/saving")),
            tag="play",
        ),
    ]
