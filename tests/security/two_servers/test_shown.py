"""What one server is told of a player, the other shows, or shows no more."""

from __future__ import annotations

import asyncio
import itertools
import time

import pytest

from game.terms import Role
from tests.leaderboards.boards import play
from tests.live import PATIENCE_S
from tests.security.two_servers.town import Town

pytestmark = pytest.mark.long  # all of them one after another

MOVED_WITHIN_S = 1
BOARDS = [f"metric={metric}{cell}" for metric in ("score", "wpm", "net_wpm") for cell in ("", "&language=PYTHON")]


async def test_a_players_choice_holds_at_both(town: Town) -> None:
    ada, bob = await town.register("ada"), await town.register("bob")
    path = f"/api/users/{ada['user']['username']}/progress"
    assert (await town.one.put("/api/user/settings", json={"replays_public": False}, headers=ada["headers"])).is_success
    for client in town.one, town.other:
        for headers in None, bob["headers"]:
            assert (await client.get(path, headers=headers)).json()["shown"] is False
        assert (await client.get(path, headers=ada["headers"])).json()["shown"] is True


async def _boards_show(town: Town, named: set[str], expected: list[str]) -> float:
    """When each board at both has the results of these players in this order: how many seconds that took."""
    began_s = time.monotonic()
    async with asyncio.timeout(PATIENCE_S):
        for client, board in itertools.product((town.one, town.other), BOARDS):
            while True:
                entries = (await client.get(f"/api/leaderboard?{board}")).json()["entries"]
                if [entry["result_id"] for entry in entries if entry["username"] in named] == expected:
                    break
                await asyncio.sleep(0.01)
    return time.monotonic() - began_s


async def test_verdicts_and_bans_move_the_boards_of_both(town: Town) -> None:
    mod, root = await town.register("mod", Role.MODERATOR), await town.register("root", Role.ADMIN)
    ada, bob = [(await town.register(name))["user"] for name in ("ada", "bob")]
    named = {ada["username"], bob["username"]}
    best, other = await play(town.pg, ada["id"], words=90), await play(town.pg, bob["id"], words=70)
    await _boards_show(town, named, [best.id, other.id])
    judged, banned = f"/api/moderation/results/{best.id}", f"/api/admin/users/{ada['id']}"
    for by, path, body, expected in (
        (mod, judged, {"verdict": "rejected", "reason": "Because."}, [other.id]),
        (mod, judged, {"verdict": "approved", "reason": "It was not."}, [best.id, other.id]),
        (root, banned, {"is_active": False}, [other.id]),
        (root, banned, {"is_active": True}, [best.id, other.id]),
    ):
        answer = await town.one.put(path, json=body, headers=by["headers"])
        assert answer.status_code == 200, answer.text
        assert await _boards_show(town, named, expected) < MOVED_WITHIN_S, body
