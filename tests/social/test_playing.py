"""What friends are seen to play."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.infra.postgres import Pool
from tests.accounts import Browser
from tests.infra.test_schema import a_session
from tests.social.conftest import befriend


async def shown(browser: Browser) -> Any:
    (friend,) = (await browser.call("GET", "/api/friends")).json()["friends"]
    return friend["playing"]


async def test_a_friend_who_plays_is_seen_until_the_game_is_over(ada: Browser, bob: Browser, pg: Pool) -> None:
    await befriend(ada, bob)
    assert await shown(ada) is None
    game = await a_session(pg, bob.id, difficulty="HARD")
    seen = await shown(ada)
    assert (seen["language"], seen["difficulty"], seen["match"]) == ("PYTHON", "HARD", None)
    await pg.execute("UPDATE game_sessions SET ended_at = now() WHERE id = $1", game)
    assert await shown(ada) is None


@pytest.mark.parametrize("hidden", [{"mode": "PRACTICE"}, {"updated_at": datetime.now(UTC) - timedelta(minutes=5)}])
async def test_practice_and_games_that_were_left_are_not_seen(
    ada: Browser, bob: Browser, pg: Pool, hidden: dict[str, Any]
) -> None:
    await befriend(ada, bob)
    await a_session(pg, bob.id, **hidden)
    assert await shown(ada) is None


@pytest.mark.parametrize(("to", "is_seen"), [("EVERYBODY", True), ("FRIENDS", True), ("NOBODY", False)])
async def test_who_sees_it_is_the_players_choice(ada: Browser, bob: Browser, pg: Pool, to: str, is_seen: bool) -> None:
    await befriend(ada, bob)
    await a_session(pg, bob.id)
    await bob.call("PUT", "/api/user/settings", {"playing_shown_to": to})
    assert (await shown(ada) is not None) is is_seen


@pytest.mark.parametrize(("visibility", "is_told"), [("PUBLIC", True), ("LINK", False)])
async def test_the_code_of_a_public_match_alone_is_told(
    ada: Browser, bob: Browser, pg: Pool, visibility: str, is_told: bool
) -> None:
    await befriend(ada, bob)
    game = await a_session(pg, bob.id, mode="RACE", match_code="KFQRA3", seat=1)
    await pg.execute(
        "INSERT INTO matches (code, language, difficulty, waves, keys, capacity, visibility, host_id)"
        " VALUES ('KFQRA3', 'PYTHON', 'NORMAL', '[]', '{1}', 2, $1, $2)",
        visibility,
        bob.id,
    )
    await pg.execute(
        "INSERT INTO match_seats (match_code, seat, user_id, session_id) VALUES ('KFQRA3', 1, $1, $2)", bob.id, game
    )
    assert (await shown(ada))["match"] == ("KFQRA3" if is_told else None)
