"""Games on a running server are judged by their rhythm as they end."""

from __future__ import annotations

import pytest

from game.analysis import played_waves
from game.plausibility import evidence
from game.typed_waves import typed_waves
from server.infra.postgres import Pool
from server.results import FinishedGame, GameResult
from server.settings import Settings
from tests.live import Live, SkippingClock, playing
from tests.play.test_sprint import type_waves
from tests.proof.test_verify import differences
from tests.stored_logs import stored_log


@pytest.fixture(params=[True, False], ids=["judged", "not judged"])
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    return settings.model_copy(update={"plausibility": request.param, "socket": "picows"})


async def test_a_wave_typed_at_one_moment_is_flagged(live: Live, pg: Pool, settings: Settings) -> None:
    clock = live.play.table.clock = SkippingClock()
    ada = await live.register("ada")
    game = await ada.start()
    saved, save = list[FinishedGame](), live.play.endings.save

    async def noting(finished: FinishedGame) -> GameResult | None:
        saved.append(finished)
        return await save(finished)

    live.play.endings.save = noting
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await type_waves(player, 3)
        clock.skip(20)
        await player.send("k", s=player.sent + 1, e=[[20_000, "~"]])
        await player.send("quit")
        result = (await player.until("over"))["result"]
    log = await stored_log(pg)
    if settings.plausibility:
        assert (result["verdict"], result["unranked_reason"]) == ("flagged", "verdict")
        assert {one["rule"] for one in result["verdict_reasons"]} == {one.rule for one in evidence(log).reasons}
    else:
        assert (result["verdict"], result["verdict_reasons"], result["ranked"]) == ("clean", [], True)
    assert (await live.http.get("/api/leaderboard")).json()["total"] == (not settings.plausibility)
    assert await differences(pg) == []
    assert [one.waves for one in saved] == [typed_waves(log, played_waves(log))]
