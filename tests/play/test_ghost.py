"""Playing against a ghost: the same waves as a game that was, counted in no rotation and on no board."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from redis.asyncio import Redis

from game.replay import replay
from server.infra.postgres import Pool
from server.play.modes.ghost import Recordings
from server.settings import Settings
from tests.gate import Gate
from tests.live import Account, Live, Player, playing, serving, typed
from tests.small_library import fill
from tests.stored_logs import stored_log

NOBODYS = "00000000-0000-4000-8000-000000000000"
SERVED = ("n", "snippet", "language", "text", "words", "enemies")  # of a wave; enemies' `due` is told apart


@pytest.fixture(params=["picows"])  # the socket makes no difference here
def settings(settings: Settings) -> Settings:
    return settings


@pytest.fixture
async def live(settings: Settings, postgres_gate: Gate, pg: Pool) -> AsyncIterator[Live]:
    await fill(pg)
    async with serving(settings.model_copy(update={"database_url": postgres_gate.url})) as running:
        yield running


def relative(wave: dict[str, Any]) -> dict[str, Any]:
    """A wave as it was served, its deadlines counted from its own start."""
    enemies = [enemy | {"due": enemy["due"] - wave["at"]} for enemy in wave["enemies"]]
    return {name: wave[name] for name in SERVED} | {"enemies": enemies}


async def play(player: Player, waves: int) -> list[dict[str, Any]]:
    """Type so many waves; those that were shown, the one begun then included."""
    shown = [relative(player.wave)]
    for _ in range(waves):
        before = player.wave["n"]
        await player.press(typed(player.wave["text"]))
        if player.wave["n"] == before:  # it is still being drawn
            await player.until("wave")
        shown.append(relative(player.wave))
    return shown


async def original(account: Account, waves: int = 2) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A game that was quit early in its wave after so many: its result, and the waves it was shown."""
    game = await account.start()
    async with playing(account.live) as player:
        await player.hello(game["session_token"])
        shown = await play(player, waves)
        await player.press("~~~")
        await player.send("quit")
        return (await player.until("over"))["result"], shown


async def against(account: Account, result: dict[str, Any], **body: Any) -> dict[str, Any]:
    return await account.start_as(ghost=result["id"], **body)


async def test_a_ghost_game_serves_the_waves_of_the_original_and_counts_them_nowhere(live: Live, pg: Pool) -> None:
    guest = await live.guest()
    result, shown = await original(guest)
    used = await pg.fetchval("SELECT sum(usage_count) FROM code_snippets")
    game = await against(guest, result)
    assert (game["language"], game["difficulty"]) == (result["language"], result["difficulty"])
    assert (game["mode"], game["ghost_of"], game["focus"]) == ("GHOST", result["id"], None)
    (current,) = (await guest.request("GET", "/api/game/current")).json()["sessions"]
    assert current | {"standing": None} == game
    async with playing(live) as player:
        await player.hello(game["session_token"])
        again = await play(player, 2)
        assert again == shown
        await player.press(typed(player.wave["text"]))  # the wave that the original was left in, played whole
        over = await player.until("over")
        assert await player.closed() == 1000
    assert over["reason"] == "cleared"
    own = over["result"]
    assert (own["mode"], own["ghost_of"]) == ("GHOST", result["id"])
    assert (own["ranked"], own["unranked_reason"]) == (False, "ghost")
    assert result["mode"] == "SOLO"
    assert (own["end_reason"], own["waves_completed"]) == ("cleared", 3)
    assert await pg.fetchval("SELECT sum(usage_count) FROM code_snippets") == used
    assert (await live.http.get("/api/leaderboard")).json()["total"] == 0
    statistics = (await guest.request("GET", "/api/user/stats")).json()
    assert (statistics["total_games"], statistics["highest_wave"]) == (2, 3)


async def test_the_key_log_of_a_ghost_game_gives_its_result_again(live: Live, pg: Pool) -> None:
    guest = await live.guest()
    first, _ = await original(guest, 1)
    game = await against(guest, first)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("~")
        await play(player, 1)
        await player.press(typed(player.wave["text"]))
        result = (await player.until("over"))["result"]
    log, recorded = [await stored_log(pg, "game_session_id = $1", one["session_id"]) for one in (result, first)]
    assert log.waves == recorded.waves
    engine = replay(log)
    assert (engine.end_reason, engine.totals.waves_completed) == ("cleared", 2)
    assert engine.totals.correct_words == result["correct_words"]
    assert engine.totals.damage_dealt == result["total_damage_dealt"]


async def test_all_who_play_on_one_recording_share_its_waves(live: Live) -> None:
    guest = await live.guest()
    result, _ = await original(guest)
    games = [await against(guest, result) for _ in range(2)]
    one, two = [live.play.table.game(game["session_id"]) for game in games]
    assert one is not None
    assert two is not None
    assert len(one.session.drawn) > 1
    assert all(left is right for left, right in zip(one.session.drawn, two.session.drawn, strict=True))


async def test_of_recordings_only_so_many_waves_are_kept(live: Live, pg: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.play.modes.ghost.WAVES_KEPT", 3)
    guest = await live.guest()
    one, two = [(await original(guest, 1))[0]["id"] for _ in range(2)]  # of two waves each
    recordings = Recordings()
    first = await recordings.find(pg, one, None)
    again = await recordings.find(pg, one, None)
    await recordings.find(pg, two, None)
    anew = await recordings.find(pg, one, None)
    assert first is not None
    assert again is not None
    assert anew is not None
    assert again.waves is first.waves
    assert (anew.waves is first.waves, anew) == (False, first)


async def test_an_edited_snippet_comes_back_as_it_was(live: Live, pg: Pool) -> None:
    guest = await live.guest()
    result, shown = await original(guest, 0)
    await pg.execute("UPDATE code_snippets SET expected_wpm = 99, is_active = false")
    game = await against(guest, result)
    async with playing(live) as player:
        assert relative((await player.hello(game["session_token"]))["wave"]) == shown[0]


async def test_a_ghost_game_goes_on_in_another_process_with_the_same_waves(live: Live, other: Live) -> None:
    guest = await live.guest()
    result, shown = await original(guest)
    game = await against(guest, result)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        keys = typed(player.wave["text"])
        await player.press(keys[:5])
        await player.durable()
        player.drop()
    async with playing(other) as moved:  # the first process may as well be dead: it is not asked
        welcome = await moved.hello(game["session_token"])
        assert welcome["s"] == 5
        await moved.press(keys[5:])
        assert await play(moved, 1) == shown[1:]
        await moved.press(typed(moved.wave["text"]))
        over = await moved.until("over")
    assert (over["reason"], over["result"]["ghost_of"]) == ("cleared", result["id"])


async def test_a_ghost_game_whose_journal_is_lost_still_has_its_waves(live: Live, other: Live, redis: Redis) -> None:
    guest = await live.guest()
    result, shown = await original(guest, 1)
    game = await against(guest, result)
    async for key in redis.scan_iter(match=f"{live.settings.redis_prefix}journal:*"):
        await redis.delete(key)
    async with playing(other) as player:
        await player.hello(game["session_token"])
        assert await play(player, 1) == shown


async def test_a_ghost_game_that_lost_recording_and_journal_goes_on_with_waves_of_the_rotation(
    live: Live, redis: Redis, pg: Pool
) -> None:
    guest = await live.guest()
    result, _ = await original(guest, 1)
    game = await against(guest, result)
    await pg.execute("DELETE FROM game_sessions WHERE id = $1", result["session_id"])
    await live.play.writer.flush()
    for lived in live.play.table.games():
        live.play.table.let_go(lived)
    await redis.delete(live.play.journal.hash_key(game["session_id"]))
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await play(player, 2)
        await player.send("quit")
        over = await player.until("over")
    assert (over["reason"], over["result"]["waves_completed"]) == ("quit", 2)
    assert over["result"]["unranked_reason"] == "ghost"


async def test_a_ghost_game_outlives_the_game_it_is_played_against(live: Live, other: Live, pg: Pool) -> None:
    guest = await live.guest()
    result, shown = await original(guest, 1)
    game = await against(guest, result)
    await pg.execute("DELETE FROM game_sessions WHERE id = $1", result["session_id"])
    async with playing(other) as player:
        await player.hello(game["session_token"])
        assert await play(player, 1) == shown
        await player.press(typed(player.wave["text"]))
        over = await player.until("over")
    assert (over["reason"], over["result"]["ghost_of"]) == ("cleared", None)
    assert over["result"]["unranked_reason"] == "ghost"


async def test_a_running_ghost_game_needs_no_database_for_its_waves(live: Live, postgres_gate: Gate) -> None:
    guest = await live.guest()
    result, shown = await original(guest, 4)
    game = await against(guest, result)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await postgres_gate.shut()
        assert await play(player, 4) == shown
        refused = await guest.request("POST", "/api/game/start", ghost=result["id"])
        assert (refused.status_code, refused.json()["code"]) == (503, "server/unavailable")
        await postgres_gate.open()


async def test_a_ghost_of_a_ghost_game_is_a_ghost_game(live: Live) -> None:
    guest = await live.guest()
    first, shown = await original(guest, 1)
    game = await against(guest, first)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("~")
        await player.send("quit")
        second = (await player.until("over"))["result"]
    again = await against(guest, second)
    async with playing(live) as player:
        assert relative((await player.hello(again["session_token"]))["wave"]) == shown[0]
        await player.press(typed(player.wave["text"]))
        over = await player.until("over")  # the second game never left its first wave
    assert (over["reason"], over["result"]["ghost_of"]) == ("cleared", second["id"])


async def test_whose_ghosts_one_may_play_against_is_whose_replays_one_may_see(live: Live, pg: Pool) -> None:
    ada, bob = await live.register("ada"), await live.guest()
    result, _ = await original(ada)

    async def asked() -> int:
        replay = await bob.request("GET", f"/api/game/replay/{result['session_id']}")
        answer = await bob.request("POST", "/api/game/start", ghost=result["id"])
        if answer.status_code == 201:
            await bob.request("POST", "/api/game/end", session_id=answer.json()["session_id"])
        assert (replay.status_code, answer.status_code) in {(200, 201), (404, 404)}
        return answer.status_code

    assert await asked() == 404, "it is not ranked"
    await pg.execute("ALTER TABLE game_results DROP CONSTRAINT game_results_ranked_check")  # a ranked one takes 15 s
    await pg.execute("UPDATE game_results SET ranked = true, unranked_reason = NULL WHERE id = $1", result["id"])
    assert await asked() == 201
    await pg.execute("UPDATE users SET replays_public = false WHERE id = $1", ada.id)
    assert await asked() == 404
    await against(ada, result, mode="ghost")  # her own
    await pg.execute("UPDATE users SET replays_public = true WHERE id = $1", ada.id)
    gone = await ada.request("DELETE", "/api/user/account", password="correct horse battery")
    assert gone.status_code == 204, gone.text
    assert await asked() == 404


async def test_a_ghost_that_does_not_exist_is_not_found(live: Live) -> None:
    answer = await (await live.guest()).request("POST", "/api/game/start", ghost=NOBODYS)
    assert (answer.status_code, answer.json()["code"]) == (404, "play/no-ghost")


async def test_a_ghost_that_a_later_version_wrote_is_not_raced_and_ends_no_game_that_races_it(
    live: Live, other: Live, pg: Pool
) -> None:
    guest = await live.guest()
    result, _ = await original(guest, 1)
    game = await against(guest, result)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("x")
        await player.durable()
    await pg.execute(
        "UPDATE typing_sessions SET key_sequence = '{\"format\": 99}', key_log = NULL WHERE ended_at IS NOT NULL"
    )
    answer = await guest.request("POST", "/api/game/start", at=other, ghost=result["id"])
    assert (answer.status_code, answer.json()["code"]) == (404, "play/no-ghost")
    ended = await guest.request("POST", "/api/game/end", at=other, session_id=game["session_id"])
    assert (ended.status_code, ended.json()["ghost_of"]) == (200, result["id"])


async def test_what_is_given_beside_a_ghost_must_agree_with_it(live: Live) -> None:
    guest = await live.guest()
    result, _ = await original(guest, 0)
    await against(guest, result, language="python", difficulty="Normal")
    answer = await guest.request("POST", "/api/game/start", ghost=result["id"], language="REACT", difficulty="EASY")
    assert (answer.status_code, answer.json()["code"]) == (422, "play/not-the-ghosts")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/language", "/difficulty"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/language"),
        ({"ghost": "x"}, "/ghost"),
        ({"ghost": NOBODYS, "focus": True}, "/focus"),
        ({"mode": "GHOST", "language": "PYTHON"}, "/ghost"),
        ({"mode": "SOLO", "language": "PYTHON", "ghost": NOBODYS}, "/ghost"),
    ],
)
async def test_a_start_takes_what_its_mode_says(live: Live, body: dict[str, Any], pointer: str) -> None:
    answer = await (await live.guest()).request("POST", "/api/game/start", **body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_a_fourth_unfinished_game_is_refused_against_a_ghost_too(live: Live) -> None:
    guest = await live.guest()
    result, _ = await original(guest, 0)
    games = [await against(guest, result) for _ in range(3)]
    for game in games:
        async with playing(live) as player:
            await player.hello(game["session_token"])
            await player.press("~")
    answer = await guest.request("POST", "/api/game/start", ghost=result["id"])
    listed = [session | {"standing": None} for session in answer.json()["sessions"]]
    assert (answer.status_code, listed) == (409, games[::-1])


async def test_a_fourth_game_against_a_ghost_makes_the_oldest_without_a_key_end(live: Live) -> None:
    guest = await live.guest()
    result, _ = await original(guest, 0)
    games = [await against(guest, result) for _ in range(4)]
    current = (await guest.request("GET", "/api/game/current")).json()["sessions"]
    assert [session | {"standing": None} for session in current] == games[:0:-1]
