"""Games for moderators: typed by a hand or by a program, saved as the server saves them, and people with roles."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from game.keylog import KeyLog, encode
from game.plausibility import Reason
from game.terms import Verdict
from server.infra.postgres import Pool
from server.results import GameResult
from tests.game.test_plausibility import by_hand, typed, waves
from tests.leaderboards.boards import NOW, play
from tests.live import Account
from tests.results.games import add_player

CONSTANT = Reason("constant", 0.02, 0.12)


def hand(seed: int) -> KeyLog:
    return typed(waves(), by_hand(seed, 150), wrong_every=25)


def program() -> KeyLog:
    """Every key after 150 ms."""
    return typed(waves(), lambda *_: 150)


async def flagged(pg: Pool, user_id: str, ended_at: datetime = NOW, **changes: Any) -> GameResult:
    """A program's game, as its end left it."""
    changes = {"verdict": Verdict.FLAGGED, "verdict_reasons": [CONSTANT], "key_log": encode(program()), **changes}
    return await play(pg, user_id, ended_at, **changes)


async def honest(pg: Pool, user_id: str, seed: int = 1, **changes: Any) -> GameResult:
    return await play(pg, user_id, NOW - timedelta(hours=1), key_log=encode(hand(seed)), **changes)


async def player(pg: Pool, username: str) -> str:
    return await add_player(pg, username=username, display_name=username.title())


async def verdict(by: Account, result_id: str, word: str, reason: str = "Because.", **more: Any) -> dict[str, Any]:
    answer = await by.request("PUT", f"/api/moderation/results/{result_id}", verdict=word, reason=reason, **more)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())
