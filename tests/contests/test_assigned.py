"""A contest that a teacher asks for: whoever plays it has done it."""

from __future__ import annotations

from typing import Any

from server.infra.postgres import Pool
from tests.contests import contests
from tests.live import Account, Live


async def test_whoever_plays_it_has_done_it(live: Live, pg: Pool) -> None:
    teacher, pupil, other = [await live.register(name) for name in ("teacher", "pupil", "other")]
    group = (await teacher.request("POST", "/api/groups", name="9b")).json()
    for player in pupil, other:
        await player.request("POST", "/api/groups/join", code=group["invite_code"])
    slug = await contests.running(teacher, pg, group="9b")
    await contests.play(other, live, slug)  # before it is asked for

    async def assign(**wanted: Any) -> Any:
        return await teacher.request("POST", "/api/groups/9b/assignments", title="The contest", **wanted)

    made = (await assign(contest=slug.upper())).json()
    assert (made["contest_slug"], made["mode"], made["games"]) == (slug, "CONTEST", 1)
    assert {one["username"]: one["done"] for one in made["progress"]} == {"pupil": False, "other": True}
    await contests.play(pupil, live, slug)
    (own,) = (await pupil.request("GET", "/api/groups/9b/assignments")).json()
    assert own["progress"][0]["done"] is True
    assert (await assign(mode="CONTEST")).status_code == 422, "of no contest"
    assert (await assign(contest=slug, games=2)).status_code == 422
    await refused_elsewhere(live, slug, teacher)


async def refused_elsewhere(live: Live, slug: str, teacher: Account) -> None:
    """Of another group, it is a contest that is not there."""
    await teacher.request("POST", "/api/groups", name="10a")
    answer = await teacher.request("POST", "/api/groups/10a/assignments", title="X", contest=slug)
    assert (answer.status_code, answer.json()["code"]) == (404, "contest/no-such-contest")
