"""The one game of each player in a contest: when it may begin, and until when it may be played."""

from __future__ import annotations

import asyncio

import pytest

from server.contests.rows import FINISH
from server.infra.postgres import Pool
from server.infra.web import Problem
from server.play import contest_game, store
from server.play.modes.contest import ContestGame, StartContest
from tests.contests.contests import begin, call, end, fixed, made, play, refused, running, started, until_fixed
from tests.live import Account, Live, playing, serving, typed


async def test_it_is_played_once(live: Live, pg: Pool, admin: Account) -> None:
    slug = await running(admin, pg)
    ada = await live.register("ada")
    result = await play(ada, live, slug)
    assert (result["mode"], result["end_reason"], result["ranked"], result["unranked_reason"]) == (
        "CONTEST",
        "cleared",
        False,
        "contest",
    )
    yours = (await call(ada, "GET", f"/{slug}"))["yours"]
    assert (yours["result_id"], yours["rank"], yours["final_score"], yours["is_playing"], yours["excluded"]) == (
        result["id"],
        1,
        result["final_score"],
        False,
        None,
    )
    assert await refused(ada, "POST", f"/{slug}/start") == (409, "contest/played")
    answer = await ada.request("POST", "/api/game/start", mode="CONTEST", contest=slug)
    assert (answer.status_code, answer.json()["code"]) == (409, "contest/played")
    assert await refused(ada, "POST", f"/{slug}/leave") == (409, "contest/played")


async def test_a_game_under_way_is_given_again_to_whoever_asks_twice(live: Live, pg: Pool, admin: Account) -> None:
    slug = await running(admin, pg)
    ada = await live.register("ada")
    games = await asyncio.gather(*(started(ada, slug) for _ in range(4)))
    assert {(game["session_id"], game["contest"], game["mode"]) for game in games} == {
        (games[0]["session_id"], slug, "CONTEST")
    }
    (current,) = (await ada.request("GET", "/api/game/current")).json()["sessions"]
    assert (current["contest"], current["session_token"]) == (slug, games[0]["session_token"])
    assert (await call(ada, "GET", f"/{slug}"))["contest"]["playing"] == 1


async def test_everybody_types_the_same_waves(live: Live, pg: Pool, admin: Account) -> None:
    slug = await running(admin, pg, waves=3)
    seen = []
    for name in ("ada", "bob"):
        account = await live.register(name)
        game = await started(account, slug)
        async with playing(live) as player:
            await player.hello(game["session_token"])
            await player.send("go")
            texts = []
            for _ in range(3):
                texts.append(player.wave["text"])
                await player.press(typed(player.wave["text"]))
            assert (await player.until("over"))["reason"] == "cleared"
            seen.append(texts)
    assert seen[0] == seen[1]
    assert len(set(seen[0])) == 3


async def test_it_begins_inside_the_window_alone(live: Live, pg: Pool, admin: Account) -> None:
    slug = await made(admin)
    ada = await live.register("ada")
    assert await refused(ada, "POST", f"/{slug}/start") == (409, "contest/not-begun")
    assert (await call(ada, "GET", f"/{slug}"))["yours"] is None
    await begin(pg, slug)
    await end(pg, slug)
    for path in ("start", "join"):
        assert await refused(ada, "POST", f"/{slug}/{path}") == (409, "contest/over")
    assert await refused(ada, "POST", "/nowhere/start") == (404, "contest/no-such-contest")


async def test_whoever_signed_up_takes_it_back_while_they_have_not_played(live: Live, admin: Account) -> None:
    slug = await made(admin)
    ada = await live.register("ada")
    for _ in range(2):
        view = await call(ada, "POST", f"/{slug}/join")
        assert (view["contest"]["participants"], view["yours"]["session_id"]) == (1, None)
    for _ in range(2):
        view = await call(ada, "POST", f"/{slug}/leave")
        assert (view["contest"]["participants"], view["yours"]) == (0, None)


async def test_nobody_takes_it_back_while_their_game_begins(live: Live, pg: Pool, admin: Account) -> None:
    slug = await running(admin, pg)
    ada = await live.register("ada")
    await call(ada, "POST", f"/{slug}/join")
    async with pg.acquire() as beginning, beginning.transaction():
        await contest_game.sign_up(beginning, slug, ada.id)
        free = "SELECT count(*) FROM (SELECT FROM contest_participations WHERE user_id = $1 FOR UPDATE SKIP LOCKED) p"
        assert await pg.fetchval(free, ada.id) == 0
    assert await pg.fetchval(free, ada.id) == 1


async def test_no_game_begins_outside_the_standings(live: Live, pg: Pool, admin: Account) -> None:
    slug = await running(admin, pg)
    ada = await live.register("ada")
    game = await started(ada, slug)
    row = await store.by_id(pg, game["session_id"])
    assert row is not None
    begun = (await ContestGame(live.play.tools).prepare(ada.id, StartContest(contest=slug))).begun
    assert begun is not None
    async with pg.acquire() as connection:
        await connection.execute("DELETE FROM contest_participations WHERE user_id = $1", ada.id)
        with pytest.raises(RuntimeError, match="no place"):
            await begun(connection, row)


async def test_guests_and_its_staff_take_no_part(live: Live, pg: Pool, admin: Account, teacher: Account) -> None:
    slug = await running(admin, pg)
    in_class = await running(teacher, pg, group="class-9b")
    for path in ("join", "start"):
        assert await refused(await live.guest(), "POST", f"/{slug}/{path}") == (403, "contest/guest")
        assert await refused(admin, "POST", f"/{slug}/{path}") == (403, "contest/staff")
        assert await refused(teacher, "POST", f"/{in_class}/{path}") == (403, "contest/staff")
    await started(teacher, slug)
    # Who made it has seen its snippets, and plays it neither when they are staff no more.
    await pg.execute("UPDATE users SET role = 'PLAYER' WHERE id = $1", admin.id)
    assert await refused(admin, "POST", f"/{slug}/start") == (403, "contest/staff")


async def test_who_becomes_its_staff_meanwhile_begins_no_game(live: Live, pg: Pool, admin: Account) -> None:
    slug = await running(admin, pg)
    ada = await live.register("ada")
    prepared = await ContestGame(live.play.tools).prepare(ada.id, StartContest(contest=slug))
    assert prepared.decide is not None
    async with pg.acquire() as connection:
        await connection.execute("UPDATE users SET role = 'MODERATOR' WHERE id = $1", ada.id)
        with pytest.raises(Problem) as refusal:
            await prepared.decide(connection)
    assert refusal.value.code == "contest/staff"


async def test_a_game_that_began_in_the_window_may_be_finished_after_it(live: Live, pg: Pool, admin: Account) -> None:
    slug = await running(admin, pg)
    ada = await live.register("ada")
    game = await started(ada, slug)
    await end(pg, slug)
    assert (await call(ada, "GET", f"/{slug}"))["contest"]["state"] == "CLOSING"
    assert (await started(ada, slug))["session_id"] == game["session_id"]
    result = await play(ada, live, slug)
    await fixed(pg, slug)
    (row,) = (await call(ada, "GET", f"/{slug}/standings"))["items"]
    assert row["result_id"] == result["id"]


async def test_one_that_takes_too_long_is_closed_and_counts_as_far_as_it_got(
    live: Live, pg: Pool, admin: Account
) -> None:
    slug = await running(admin, pg)
    ada = await live.register("ada")
    game = await started(ada, slug)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.send("go")
        await player.press(typed(player.wave["text"])[:5])
        await end(pg, slug, FINISH.total_seconds())
        over = await player.until("over")
    assert (over["reason"], over["result"]["correct_keys"]) == ("closed", 5)
    await until_fixed(pg, slug)
    assert (await call(ada, "GET", f"/{slug}"))["yours"]["rank"] == 1


async def test_a_game_of_a_process_that_is_gone_is_closed_too(live: Live, pg: Pool, admin: Account) -> None:
    slug = await running(admin, pg)
    ada, bob = await live.register("ada"), await live.register("bob")
    await started(ada, slug)  # without a key: no result
    await play(bob, live, slug)
    (game,) = live.play.table.games()
    live.play.table.let_go(game)
    await end(pg, slug, FINISH.total_seconds())
    await until_fixed(pg, slug)
    yours = (await call(ada, "GET", f"/{slug}"))["yours"]
    assert (yours["session_id"] is not None, yours["is_playing"], yours["result_id"], yours["rank"]) == (
        True,
        False,
        None,
        None,
    )


async def test_it_goes_on_in_another_process(live: Live, pg: Pool, admin: Account) -> None:
    slug = await running(admin, pg, waves=2)
    ada = await live.register("ada")
    game = await started(ada, slug)
    async with serving(live.settings) as other, playing(other) as player:
        await player.hello(game["session_token"])
        await player.send("go")
        for _ in range(2):
            await player.press(typed(player.wave["text"]))
        assert (await player.until("over"))["reason"] == "cleared"


async def test_nobody_races_its_ghost_and_others_watch_it_when_it_is_over(live: Live, pg: Pool, admin: Account) -> None:
    slug = await running(admin, pg)
    ada, other = await live.register("ada"), await live.register("other")
    result = await play(ada, live, slug)
    replay = f"/api/game/replay/{result['session_id']}"
    assert (await other.request("GET", replay)).status_code == 404
    await fixed(pg, slug)
    assert (await other.request("GET", replay)).status_code == 200
    for account in (ada, other):
        answer = await account.request("POST", "/api/game/start", ghost=result["id"])
        assert (answer.status_code, answer.json()["code"]) == (404, "play/no-ghost")
    await ada.request("PUT", "/api/user/settings", replays_public=False)
    assert (await other.request("GET", replay)).status_code == 404


async def test_what_is_played_in_a_group_is_not_watched_by_others(live: Live, pg: Pool, teacher: Account) -> None:
    slug = await running(teacher, pg, group="class-9b")
    ada, other = await live.register("ada"), await live.register("other")
    await ada.request("POST", "/api/groups/join", code="class-9b")
    result = await play(ada, live, slug)
    await fixed(pg, slug)
    assert (await other.request("GET", f"/api/game/replay/{result['session_id']}")).status_code == 404
