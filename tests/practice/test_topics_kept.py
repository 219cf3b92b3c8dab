"""`user_topic_progress`: counted once for each game, and counted anew to the same figures."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from structlog.testing import capture_logs

from game.analysis import played_waves
from game.keylog import encode
from game.typed_waves import typed_waves
from server.feed import Feed
from server.infra.postgres import Pool
from server.library import OF_COURSES
from server.practice import Topics, topics_consumer
from server.practice.topics_kept import count_anew
from server.results import record
from server.settings import Settings
from tests.commands import in_thread
from tests.feed.conftest import until_done
from tests.live import until
from tests.played_games import Pressed, badly_typed, log_of, wave_of, well_typed
from tests.results.games import START, add_player, delete_player, finished, start_game
from tests.snippets import AddSnippet

TEXTS = {"lists": "names = [one, two]", "sets": "found = {one, two}", "loops": "for one in names:\n    show(one)"}


async def end_game(
    pg: Pool, player: str, ids: Sequence[str], pressed: Pressed, days: int = 0, *, is_noted: bool = False
) -> str:
    """The result of a game over these snippets, `days` after the first; `is_noted`: its process said what was typed."""
    waves = [await wave_of(pg, snippet_id, number) for number, snippet_id in enumerate(ids, 1)]
    started = START + timedelta(days=days)
    log = log_of(waves, pressed)
    game = finished(
        await start_game(pg, player, started_at=started),
        player,
        key_log=encode(log),
        waves=typed_waves(log, played_waves(log)) if is_noted else None,
        ended_at=started + timedelta(minutes=1),
    )
    result = await record(pg, game)
    assert result is not None
    return result.id


async def fed(pg: Pool, settings: Settings) -> None:
    """Every game that has ended is counted."""
    assert settings.database_url is not None
    feed = Feed([topics_consumer()])
    await feed.start(settings.database_url)
    feed.game_ended()
    await until_done(pg)
    await feed.stop()


async def kept(pg: Pool) -> list[asyncpg.Record]:
    return list(await pg.fetch("SELECT * FROM user_topic_progress ORDER BY user_id, language, category"))


@pytest.fixture
async def ids(add_snippet: AddSnippet) -> dict[str, str]:
    """A snippet of each topic, by category."""
    return {category: await add_snippet(text, category=category) for category, text in TEXTS.items()}


async def test_games_are_counted_once_and_anew_to_the_same_figures(
    pg: Pool, settings: Settings, ids: dict[str, str]
) -> None:
    ada, bob = await add_player(pg), await add_player(pg)
    both = [ids["lists"], ids["sets"]]
    typed = well_typed(TEXTS["lists"]) + well_typed(TEXTS["sets"])
    for days, player in enumerate((ada, bob, ada)):
        await end_game(pg, player, both, typed, days, is_noted=days == 1)
    await end_game(pg, ada, [ids["loops"]], badly_typed(TEXTS["loops"], "f")[:9], 9, is_noted=True)
    assert await pg.fetchval("SELECT count(note) FROM feed_jobs") == 2
    await fed(pg, settings)
    before = await kept(pg)
    assert [(row["user_id"] == ada, row["category"], row["waves_played"]) for row in before].count(
        (True, "lists", 2)
    ) == 1
    assert len(before) == 5
    for player in (ada, bob):
        await count_anew(pg, player)
    assert await kept(pg) == before
    await fed(pg, settings)
    assert await kept(pg) == before, "nothing waits, so nothing is counted again"


async def test_a_game_whose_job_waits_is_left_to_it(pg: Pool, settings: Settings, ids: dict[str, str]) -> None:
    ada = await add_player(pg)
    await end_game(pg, ada, [ids["lists"]], well_typed(TEXTS["lists"]))
    assert await count_anew(pg, ada) == 0
    await fed(pg, settings)
    assert [row["waves_played"] for row in await kept(pg)] == [1]


async def test_counting_anew_while_games_are_counted_loses_none(
    pg: Pool, settings: Settings, ids: dict[str, str]
) -> None:
    ada = await add_player(pg)
    for days in range(12):
        await end_game(pg, ada, [ids["lists"]], well_typed(TEXTS["lists"]), days)
    await asyncio.gather(fed(pg, settings), *(count_anew(pg, ada) for _ in range(6)))
    assert [(row["waves_played"], len(row["days"])) for row in await kept(pg)] == [(12, 12)]


async def test_a_player_who_is_counted_anew_for_long_costs_no_job_a_try(
    pg: Pool, settings: Settings, ids: dict[str, str]
) -> None:
    ada = await add_player(pg)
    await end_game(pg, ada, [ids["lists"]], well_typed(TEXTS["lists"]))
    assert settings.database_url is not None
    feed = Feed([topics_consumer()])
    async with pg.acquire() as counting, counting.transaction():
        await counting.execute("SELECT pg_advisory_xact_lock(hashtextextended('prodev topics ' || $1, 0))", ada)
        with capture_logs() as logs:
            await feed.start(settings.database_url)
            feed.game_ended()
            await until(lambda: any(one["event"] == "feed_waits" for one in logs))
        assert await pg.fetchval("SELECT sum(tries) FROM feed_jobs WHERE queue = 'topics'") == 0
    await until_done(pg)
    await feed.stop()
    assert [row["waves_played"] for row in await kept(pg)] == [1]


async def test_own_code_says_nothing_about_the_difficulty_of_topics(
    pg: Pool, add_snippet: AddSnippet, settings: Settings
) -> None:
    ada = await add_player(pg)
    for difficulty in ("NORMAL", "HARD"):
        await add_snippet(TEXTS["sets"] + f" | {difficulty.lower()}", category="sets", difficulty=difficulty)
    for at, difficulty in enumerate(("HARD", "NORMAL")):
        started = await start_game(pg, ada, difficulty=difficulty, started_at=START + timedelta(days=at))
        assert await record(pg, finished(started, ada, ended_at=START + timedelta(days=at, minutes=1))) is not None
    collection = await pg.fetchval(
        "INSERT INTO collections (name, description, language, is_public, created_by)"
        " VALUES ('mine', '', 'PYTHON', false, $1) RETURNING id",
        ada,
    )
    await pg.execute(
        "UPDATE game_sessions SET mode = 'PRACTICE', collection_id = $1 WHERE difficulty = 'NORMAL'", collection
    )
    _, [suggestion] = await Topics(pg).of(ada, datetime.now(UTC))
    assert suggestion.difficulty == "HARD"


async def test_a_renamed_category_and_a_log_that_cannot_be_read(
    pg: Pool, settings: Settings, ids: dict[str, str]
) -> None:
    ada = await add_player(pg)
    result = await end_game(pg, ada, [ids["lists"]], well_typed(TEXTS["lists"]))
    game = finished(await start_game(pg, ada), ada)  # its log is a stub of format 1 with a wave that says nothing
    assert await record(pg, game) is not None
    await fed(pg, settings)
    assert [row["category"] for row in await kept(pg)] == ["lists"]
    await pg.execute("UPDATE code_snippets SET category = 'arrays' WHERE category = 'lists'")
    await count_anew(pg, ada)
    assert [row["category"] for row in await kept(pg)] == ["arrays"]
    await pg.execute("DELETE FROM game_results WHERE id = $1", result)
    await count_anew(pg, ada)
    assert await kept(pg) == []


async def test_what_only_courses_teach_is_no_topic(
    pg: Pool, settings: Settings, ids: dict[str, str], add_snippet: AddSnippet
) -> None:
    ada = await add_player(pg)
    text = "print((one, two))"
    taught = await add_snippet(text, category=OF_COURSES, is_active=False)
    await end_game(pg, ada, [ids["lists"], taught], well_typed(TEXTS["lists"]) + well_typed(text))
    await fed(pg, settings)
    assert [row["category"] for row in await kept(pg)] == ["lists"]


async def test_a_deleted_account_gets_no_topics(pg: Pool, settings: Settings, ids: dict[str, str]) -> None:
    ada = await add_player(pg)
    await end_game(pg, ada, [ids["lists"]], well_typed(TEXTS["lists"]))
    await delete_player(pg, ada)
    await fed(pg, settings)
    await count_anew(pg, ada)
    assert await kept(pg) == []


async def test_what_is_suggested_follows_the_difficulty_that_was_played_last(
    pg: Pool, add_snippet: AddSnippet, settings: Settings
) -> None:
    ada = await add_player(pg)
    for difficulty in ("NORMAL", "HARD"):
        await add_snippet(TEXTS["sets"] + f" | {difficulty.lower()}", category="sets", difficulty=difficulty)
    hard = await start_game(pg, ada, difficulty="HARD")
    assert await record(pg, finished(hard, ada)) is not None
    _, [suggestion] = await Topics(pg).of(ada, datetime.now(UTC))
    assert suggestion.difficulty == "HARD"


async def test_the_command_counts_everybody_or_one(
    environment: pytest.MonkeyPatch, pg: Pool, settings: Settings, ids: dict[str, str]
) -> None:
    ada, _ = await add_player(pg, username="ada"), await add_player(pg, username="idle")
    await end_game(pg, ada, [ids["lists"]], well_typed(TEXTS["lists"]))
    await fed(pg, settings)
    before = await kept(pg)
    await pg.execute("DELETE FROM user_topic_progress")
    assert "1 player counted." in await in_thread("topics", "rebuild")
    assert await kept(pg) == before
    assert "1 player counted." in await in_thread("topics", "rebuild", "--user", "ADA")
    assert "no player called idle" in await in_thread("topics", "rebuild", "--user", "idle", code=1)
