"""The HTTP side of play: start a game, find one's unfinished games, end one."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from server.infra.inputs import Body, Difficulty, DifficultyIn, Id, Language, LanguageIn
from server.infra.postgres import POSTGRES_AWAY, Pool
from server.infra.redis import REDIS_AWAY
from server.infra.web import RETRY_AFTER_S, Access, Call, Endpoint, Problem, json_response
from server.play import protocol, store
from server.play.registry import NoSnippets, Registry
from server.results import ResultOut

END_WAIT_S = 5  # then the answer is "saving", and the caller asks again


class StartGame(Body):
    """With `focus`, among equally used snippets come those dense in the keys that the player is slow or wrong at."""

    language: LanguageIn
    difficulty: DifficultyIn = Difficulty.NORMAL
    focus: bool = False


class EndGame(Body):
    session_id: Id
    session_token: Id | None = None


class StartedGame(BaseModel):
    """Open `socket` with subprotocol `protocol` and say hello with `session_token`.

    `focus` is null when none was asked for; else the keys and pairs of keys, the weakest first, none for who has hardly
    played.
    """

    session_id: str
    session_token: str
    socket: str
    protocol: str
    language: Language
    difficulty: Difficulty
    focus: list[str] | None
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
        "started_at": row["started_at"],
    }


def endpoints(registry: Registry, pg: Pool) -> list[Endpoint]:
    async def start(call: Call) -> Any:
        body: StartGame = call.body
        try:
            row = await registry.start(
                call.caller.user_id, body.language.value, body.difficulty.value, focus=body.focus
            )
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
                return json_response(await registry.end(row, "quit"))
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
            summary="Start a game",
            access=Access.USER,
            body=StartGame,
            returns=StartedGame,
            status=201,
            problems=((409, "play/too-many-games"), (409, "play/no-snippets")),
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
            returns=ResultOut | None,
            problems=((404, "play/no-game"), (422, "play/wrong-token"), (503, "play/saving")),
            tag="play",
        ),
    ]
