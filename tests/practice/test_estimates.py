"""Speeds re-estimated from games: real key logs in the real database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from game.analysis import played_waves
from game.engine import Engine
from game.keylog import encode
from game.replay import replay
from server.infra.postgres import Pool
from server.library.difficulty import expected_wpm
from server.library.parse import parse
from server.library.versions import Attributes, change, latest, supersede, writing
from server.practice.estimates import (
    AT_NIGHT,
    FURTHEST,
    GAMES_MINIMUM,
    PLAYERS_MINIMUM,
    PRIOR_PLAYERS,
    Estimate,
    apply,
    estimate_all,
    estimating,
    shrunk_wpm,
)
from server.practice.waves import KEYS_MINIMUM, speed_shown
from server.results import record
from tests.game.games import wave
from tests.played_games import log_of, played, wave_of, well_typed
from tests.results.games import START, add_player, finished, start_game
from tests.snippets import AddSnippet, content_of
from tests.stored_logs import stored_logs

TEXT = "def total(prices):\n    return sum(price for price in prices if price)"
MODEL = expected_wpm(parse("PYTHON", TEXT))
NIGHT = datetime(2026, 11, 21, tzinfo=UTC) + AT_NIGHT


def key_ms(wpm: float) -> int:
    return round(60_000 / 5 / wpm)


async def play_it(pg: Pool, snippet_id: str, text: str, speeds: Sequence[float], games: int = 3) -> list[str]:
    """Each speed is a player of so many games; returns the players."""
    players = [await add_player(pg) for _ in speeds]
    for nth in range(games):
        for player, wpm in zip(players, speeds, strict=True):
            await played(
                pg, player, [snippet_id], well_typed(text, key_ms(wpm)), started_at=START + timedelta(hours=nth)
            )
    return players


async def speed_of(pg: Pool, snippet_id: str) -> float:
    speed: float = await pg.fetchval("SELECT expected_wpm FROM code_snippets WHERE id = $1", snippet_id)
    return speed


@pytest.fixture
async def snippet_id(add_snippet: AddSnippet) -> str:
    return await add_snippet(TEXT, expected_wpm=MODEL)


# ---------------------------------------------------------------- the arithmetic


def test_the_estimate_lies_between_the_model_and_the_players_and_nearer_to_many() -> None:
    estimates = [shrunk_wpm(40, [[60.0]] * players) for players in (1, 5, 20, 200)]
    assert estimates == sorted(estimates)
    assert 40 < estimates[0] < 42
    assert shrunk_wpm(40, [[60.0]] * PRIOR_PLAYERS) == pytest.approx(40 * 1.5**0.5, abs=0.05)
    assert 58 < estimates[-1] < 60


def test_one_addict_and_one_cheat_move_nothing() -> None:
    honest = [[38.0], [40.0], [41.0], [42.0], [44.0]]
    assert shrunk_wpm(40, [*honest[:4], [44.0] * 500]) == shrunk_wpm(40, honest)
    assert shrunk_wpm(40, [*honest[:4], [900.0]]) == shrunk_wpm(40, honest)
    assert shrunk_wpm(40, [*honest[:4], [44.0, 44.0, 900.0]]) == shrunk_wpm(40, honest)


def test_no_crowd_drags_it_further_than_the_bound() -> None:
    assert shrunk_wpm(40, [[4000.0]] * 10_000) == pytest.approx(40 * FURTHEST, abs=0.1)
    assert shrunk_wpm(40, [[1.0]] * 10_000) == pytest.approx(40 / FURTHEST, abs=0.1)


def test_a_wave_shows_a_speed_when_enough_of_it_was_typed() -> None:
    def shown(text: str, keys: int) -> float | None:
        (played,) = played_waves(log_of([wave(text)], well_typed(text, key_ms(60))[:keys]))
        return speed_shown(played)

    assert shown(TEXT, KEYS_MINIMUM) == pytest.approx(60)
    assert shown(TEXT, KEYS_MINIMUM - 1) is None
    assert shown("total = 1", 9) == pytest.approx(60)


# ---------------------------------------------------------------- games


async def test_players_who_are_faster_make_the_snippet_faster_and_again_changes_nothing(
    pg: Pool, snippet_id: str
) -> None:
    await play_it(pg, snippet_id, TEXT, [55, 58, 60, 62, 90])
    [one] = await estimate_all(pg)
    assert (one.snippet_id, one.games, one.players, one.before, one.model) == (snippet_id, 15, 5, MODEL, MODEL)
    assert one.after == pytest.approx(MODEL * (60 / MODEL) ** (5 / (5 + PRIOR_PLAYERS)), abs=0.15)
    assert await speed_of(pg, snippet_id) == MODEL
    assert await apply(pg, [one]) == 1
    assert await speed_of(pg, snippet_id) == one.after
    assert await apply(pg, await estimate_all(pg)) == 0
    assert await speed_of(pg, snippet_id) == one.after


@pytest.mark.parametrize(("players", "games"), [(PLAYERS_MINIMUM - 1, 20), (PLAYERS_MINIMUM, 2)])
async def test_too_few_players_or_games_say_nothing(pg: Pool, snippet_id: str, players: int, games: int) -> None:
    assert players < PLAYERS_MINIMUM or players * games < GAMES_MINIMUM
    await play_it(pg, snippet_id, TEXT, [60] * players, games)
    assert await estimate_all(pg) == []


async def test_a_played_game_stays_as_it_was(pg: Pool, snippet_id: str) -> None:
    await play_it(pg, snippet_id, TEXT, [80] * 5)
    tables = ("game_sessions", "game_results", "typing_sessions", "typing_results", "user_statistics")

    async def games() -> list[list[tuple[object, ...]]]:
        return [[tuple(row) for row in await pg.fetch(f"SELECT t::text FROM {table} t ORDER BY 1")] for table in tables]

    async def outcomes() -> list[Engine]:
        return [replay(log) for log in await stored_logs(pg)]

    before, replayed = await games(), [one.totals for one in await outcomes()]
    assert await apply(pg, await estimate_all(pg)) == 1
    assert await games() == before
    assert [one.totals for one in await outcomes()] == replayed


async def test_games_that_do_not_count_are_not_looked_at(pg: Pool, snippet_id: str) -> None:
    log = log_of([await wave_of(pg, snippet_id)], well_typed(TEXT, key_ms(200)))
    for _ in range(20):
        player = await add_player(pg)
        session = await start_game(pg, player)
        game = finished(session, player, key_log=encode(log), end_reason="abandoned")
        await record(pg, game)
    assert await estimate_all(pg) == []


async def test_only_the_newest_games_are_read(pg: Pool, snippet_id: str) -> None:
    await play_it(pg, snippet_id, TEXT, [60] * 5)
    told: list[tuple[int, int]] = []
    assert await estimate_all(pg, games=11, progress=lambda done, of: told.append((done, of))) == []
    assert told == [(11, 11)]
    assert len(await estimate_all(pg, games=12)) == 1


async def test_a_version_that_was_superseded_and_one_out_of_the_rotation_are_left_alone(
    pg: Pool, snippet_id: str, add_snippet: AddSnippet
) -> None:
    other_text = TEXT.replace("sum", "max")
    other = await add_snippet(other_text, expected_wpm=MODEL)
    for one, text in ((snippet_id, TEXT), (other, other_text)):
        await play_it(pg, one, text, [80] * 5)
    found = await estimate_all(pg)
    assert len(found) == 2
    async with writing(pg) as connection:
        await supersede(connection, await latest(connection, snippet_id), content_of(TEXT + "\nprint(total)"))
        await change(connection, await latest(connection, other), Attributes(is_active=False))
    assert await estimate_all(pg) == []
    assert await apply(pg, [one for one in found if one.snippet_id == snippet_id]) == 0
    assert await speed_of(pg, snippet_id) == MODEL


async def test_what_an_admin_said_meanwhile_is_not_overwritten(pg: Pool, snippet_id: str) -> None:
    await play_it(pg, snippet_id, TEXT, [80] * 5)
    found = await estimate_all(pg)
    async with writing(pg) as connection:
        await change(connection, await latest(connection, snippet_id), Attributes(expected_wpm=33.0))
    assert await apply(pg, found) == 0
    assert await speed_of(pg, snippet_id) == 33.0


async def test_a_difference_that_nobody_feels_is_not_written(pg: Pool, snippet_id: str) -> None:
    near = Estimate(snippet_id, "", 20, 9, MODEL, MODEL, MODEL + 0.4)
    assert await apply(pg, [near]) == 0
    assert await apply(pg, [near._replace(after=MODEL + 0.6)]) == 1


async def test_an_unreadable_log_says_nothing_and_stops_nothing(pg: Pool, snippet_id: str) -> None:
    await play_it(pg, snippet_id, TEXT, [80] * 5)
    player = await add_player(pg)
    await record(pg, finished(await start_game(pg, player), player))
    assert len(await estimate_all(pg)) == 1


async def test_the_feed_estimates_once_a_day_at_night(pg: Pool, snippet_id: str) -> None:
    nightly = estimating(pg)
    assert nightly.turn_after(NIGHT - timedelta(minutes=1)) == NIGHT
    assert nightly.turn_after(NIGHT) == NIGHT + timedelta(days=1)
    await play_it(pg, snippet_id, TEXT, [80] * 5)
    assert await nightly.work(NIGHT) == 1
    assert await nightly.work(NIGHT) == 0
    assert await speed_of(pg, snippet_id) > MODEL
