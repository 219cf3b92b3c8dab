"""The verdict on a game, reached in the transaction that saves it."""

from __future__ import annotations

import asyncpg
import pytest

from game.keylog import KeyLog
from game.plausibility import evidence
from game.terms import Verdict
from server.results import FinishedGame, GameResult, record
from tests.game.test_plausibility import by_hand, typed, waves
from tests.results.games import add_player, finished, start_game

Pool = asyncpg.Pool
SNIPPETS = ("00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002")


def hand(seed: int, mean_ms: float = 150, stretch: float = 1.0) -> KeyLog:
    """A game of two texts; of one seed they are one performance."""
    own = by_hand(seed, mean_ms)
    return typed(waves(), lambda *key: stretch * own(*key), wrong_every=25)


async def game(pg: Pool, log: KeyLog, user_id: str | None = None) -> FinishedGame:
    found = evidence(log)
    rhythms = tuple(
        type(one)(snippet_id, one.version, one.bits, one.length)
        for one, snippet_id in zip(found.rhythms, SNIPPETS, strict=True)
    )
    user_id = user_id or await add_player(pg)
    found = type(found)(found.reasons, rhythms, found.net_wpm)
    return finished(await start_game(pg, user_id), user_id, evidence=found)


async def saved(pg: Pool, of: FinishedGame) -> GameResult:
    result = await record(pg, of)
    assert result is not None
    return result


async def test_a_hands_game_is_clean_and_ranked(pg: Pool) -> None:
    result = await saved(pg, await game(pg, hand(1)))
    assert (result.verdict, result.verdict_reasons, result.ranked) == (Verdict.CLEAN, [], True)


async def test_a_programs_game_is_flagged_with_figures_and_not_ranked(pg: Pool) -> None:
    result = await saved(pg, await game(pg, typed(waves(), lambda *_: 150)))
    assert (result.verdict, result.ranked, result.unranked_reason) == (Verdict.FLAGGED, False, "verdict")
    (reason,) = result.verdict_reasons
    assert reason.rule == "constant" and reason.found < reason.limit


async def test_another_players_game_of_the_same_texts_is_no_copy(pg: Pool) -> None:
    await saved(pg, await game(pg, hand(1)))
    assert (await saved(pg, await game(pg, hand(2)))).ranked


@pytest.mark.parametrize("stretch", [1.0, 0.9, 1.2])
@pytest.mark.parametrize("own", [True, False])
async def test_a_copy_of_an_earlier_game_is_flagged(pg: Pool, stretch: float, own: bool) -> None:
    first = await game(pg, hand(1))
    assert (await saved(pg, first)).ranked
    copy = await game(pg, hand(1, stretch=stretch), first.user_id if own else None)
    result = await saved(pg, copy)
    assert [reason.rule for reason in result.verdict_reasons] == ["copy"]


async def test_a_game_that_is_saved_again_is_no_copy_of_itself(pg: Pool) -> None:
    one = await game(pg, hand(1))
    assert await saved(pg, one) == await saved(pg, one)
    assert await pg.fetchval("SELECT count(*) FROM rhythms") == len(SNIPPETS)


async def test_a_deleted_session_takes_its_rhythms(pg: Pool) -> None:
    await saved(pg, await game(pg, hand(1)))
    await pg.execute("DELETE FROM game_sessions")
    assert await pg.fetchval("SELECT count(*) FROM rhythms") == 0


async def test_a_leap_over_ones_own_past_is_flagged(pg: Pool) -> None:
    user = await add_player(pg)
    for seed in range(8):
        assert (await saved(pg, await game(pg, hand(seed), user))).ranked
    rows = "SELECT max(correct_keys::float8 / 5 / playtime_seconds * 60) FROM game_results"
    leap = await game(pg, hand(20, mean_ms=60), user)
    assert leap.evidence is not None and leap.evidence.net_wpm > 1.5 * await pg.fetchval(rows)
    assert [reason.rule for reason in (await saved(pg, leap)).verdict_reasons] == ["leap"]
    assert (await saved(pg, await game(pg, hand(21, mean_ms=60)))).ranked, "somebody else's first game"
