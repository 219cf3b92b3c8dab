"""Replays and ghosts in Chromium."""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from game.analytics import measures
from game.keylog import JudgedKeys, KeyLog, encode
from game.replay import replay
from game.scoring import final_score, playtime_seconds
from game.terms import EndReason
from server.infra.postgres import Pool
from server.results import FinishedGame, GameResult, record
from server.settings import Settings
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.player import begin, phase, quit_game, type_keys
from tests.game.games import Player, wave
from tests.live import Live, serving
from tests.results.games import START, add_player, start_game

TEXTS = ("ab = c(x1)\n    bc\n\n(ab)", "if ab:\n  x1 = bc", "s", "def f(a):\n    return a\n\nf(1)")

JUDGE = """async (document) => {
  const { readLog } = await import('/static/js/replay/log.js');
  const { Film } = await import('/static/js/replay/film.js');
  const log = readLog(document);
  const film = await Film.read(log);
  const read = (judge) => ({ ...judge.model.totals, hp: judge.hp, score: judge.standing.score });
  const shown = (judge) =>
    JSON.stringify([read(judge), judge.snapshot(), judge.wave?.enemies, judge.model.cursor, [...judge.model.dirty]]);
  const end = read(film.judge);
  // Forwards in small steps, and each moment again by a jump back: both must show the same.
  let same = true;
  for (let at = 0; at <= log.end_ms; at += Math.max(1, Math.floor(log.end_ms / 40))) {
    film.seek(0);
    film.seek(at, () => {});
    const played = shown(film.judge);
    film.seek(log.end_ms);
    film.seek(at);
    same &&= shown(film.judge) === played;
  }
  return { end, same };
}"""

# How often the page could do something else while it read a game.
READ = """async (document) => {
  const { readLog } = await import('/static/js/replay/log.js');
  const { Film } = await import('/static/js/replay/film.js');
  let turns = 0;
  const film = await Film.read(readLog(JSON.parse(document)), { progress: () => { turns += 1; } });
  return { turns, keys: film.judge.model.totals.keys_pressed, snapshots: film.snapshots.length };
}"""


def random_game(seed: int) -> KeyLog:
    """A game with slips, idle stretches and hits, ended in any way."""
    chance = random.Random(seed)
    count = chance.randint(1, 4)
    waves = []
    for number in range(1, count + 1):
        text = chance.choice(TEXTS)
        lines = sum(bool(line.strip()) for line in text.split("\n"))
        due = [chance.randint(1, 8) * 50 for _ in range(lines)]
        made = wave(text, number=number, due_ms=due, every_ms=chance.choice([7, 50, 300]), damage=3, heal=4)
        waves.append(replace(made, flawless_heal=9, push_ms=chance.choice([0, 3, 40])))
    player = Player(waves)
    engine = player.engine
    player.begin()
    for _ in range(chance.randint(1, 120)):
        if engine.over or (engine.wave is None and not player.begin()):
            break
        at_ms = engine.earliest_key_ms + chance.choice([0, 0, 1, 5, 20, 200])
        player.press(player.due() if chance.random() < 0.85 else chance.choice("~ \n\ufffd"), at_ms)
    if not engine.over:
        player.begin()
        player.stop(engine.at_ms + chance.randint(0, 300), EndReason.CLEARED if engine.wave is None else EndReason.QUIT)
    return player.log()


async def test_the_page_judges_a_game_as_the_server_does(client_page: Page) -> None:
    endings = set()
    for seed in range(25):
        log = random_game(seed)
        engine = replay(log)
        totals = engine.totals
        judged = await client_page.evaluate(JUDGE, encode(log))
        endings.add(log.end_reason)
        assert judged["same"], f"seed {seed}: a jump shows something else than playing"
        assert judged["end"] == {
            **{name: getattr(totals, name) for name in totals.__dataclass_fields__},
            "hp": engine.hp,
            "score": final_score(totals, playtime_seconds(log.end_ms)),
        }, f"seed {seed}"
    assert endings == {"quit", "defeated", "cleared"}


async def test_a_long_game_is_read_in_many_short_turns(client_page: Page) -> None:
    text = "\n".join(["abc = def_(x1)"] * 20)
    keys = text
    waves = [wave(text, number=number, due_ms=[10**7] * 20) for number in range(1, 200_000 // len(keys) + 1)]
    count = len(waves) * len(keys)
    pressed = JudgedKeys(tuple(range(0, count * 70, 70)), (0,) * count, keys * len(waves))
    log = KeyLog("PYTHON", "NORMAL", tuple(waves), pressed, (count - 1) * 70, EndReason.CLEARED)
    read = await client_page.evaluate(READ, json.dumps(encode(log)))
    assert read["keys"] == count
    assert read["turns"] > 0
    assert read["snapshots"] >= count // 1_000


@pytest.fixture
async def live(settings: Settings, pg: Pool) -> AsyncIterator[Live]:
    """A server with nothing to draw: recorded waves are all that is played here."""
    async with serving(settings) as running:
        yield running


FIRST = "total = 0\nfor n in range(3):\n    total += n\n\nprint(total)"


@pytest.fixture
async def result(pg: Pool) -> GameResult:
    """Ada's ranked game: a wave cleared with a slip, a hit, and a second wave that was quit early."""
    second = "def double(x):\n    return x * 2"
    waves = [
        wave(FIRST, due_ms=[6_000, 10_000, 11_000, 20_000]),
        wave(second, number=2, due_ms=[60_000, 90_000]),
    ]
    player = Player(waves)
    player.begin()
    keys = "total = 0\nfor n in range(3):\ntotal += n\nprint(total)"
    player.type(keys[:5], every_ms=300)
    player.press("~", player.engine.at_ms + 200)
    player.type(keys[5:], every_ms=320)
    player.begin()
    player.type("def double(", every_ms=250)
    player.stop(player.engine.at_ms + 1_000)
    saved = await stored(pg, player)
    assert saved.ranked, saved.unranked_reason
    assert saved.total_damage_taken > 0
    return saved


async def stored(pg: Pool, player: Player) -> GameResult:
    """The result of the game that was played, as Ada's."""
    log, user_id = player.log(), await add_player(pg, username="ada", display_name="Ada")
    saved = await record(
        pg,
        FinishedGame(
            session_id=await start_game(pg, user_id),
            user_id=user_id,
            totals=player.engine.totals,
            game_ms=log.end_ms,
            end_reason=log.end_reason,
            pauses=0,
            paused_ms=0,
            journal_lost=False,
            key_log=encode(log),
            measures=measures(log),
            ended_at=START + timedelta(minutes=1),
        ),
    )
    assert saved is not None
    return saved


async def shown(page: Page, name: str) -> str:
    return await page.locator(f"[data-total={name}]").inner_text()


async def test_the_replay_of_a_game_comes_to_its_result(result: GameResult, live: Live, open_page: OpenPage) -> None:
    page = await open_page(reduced_motion="reduce")  # anybody's page; it waits to be started
    await page.goto(f"{live.url}/replay/{result.session_id}")
    position = page.get_by_label("Position in the game")
    await expect(position).to_have_attribute("aria-valuetext", f"0:00 of {clock(result)}, wave 1, wall 100")
    await expect(page.locator(".check")).to_have_attribute("data-same", "true")
    await position.focus()
    await page.keyboard.press("End")
    await expect(page.locator("[data-total=final_score]")).to_have_text(f"{result.final_score:,}")
    assert await shown(page, "net_wpm") == f"{result.net_wpm:,.1f}"
    assert await shown(page, "key_accuracy_percentage") == f"{result.key_accuracy_percentage:,.1f}%"
    assert await shown(page, "waves_completed") == str(result.waves_completed)
    assert await shown(page, "enemies_killed") == str(result.enemies_killed)
    assert await shown(page, "correct_words") == f"{result.correct_words} of {result.total_words_typed}"
    assert await shown(page, "total_damage_taken") == str(result.total_damage_taken)
    await page.keyboard.press("Home")
    await expect(page.locator("[data-total=final_score]")).to_have_text("0")
    await page.keyboard.press("PageUp")
    await expect(page.locator(".figure.wave strong")).to_have_text("2")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator(".figure.wave strong")).to_have_text("1")


async def test_a_replay_shows_the_coming_wave_and_the_one_before(
    result: GameResult, live: Live, open_page: OpenPage
) -> None:
    page = await open_page(reduced_motion="reduce")
    await page.goto(f"{live.url}/replay/{result.session_id}")
    await expect(page.locator(".lane.next code")).to_have_text(["def double(x):", "    return x * 2"])
    await expect(page.locator(".lane.divide")).to_have_text(["Wave 1", "Next: wave 2"])
    await page.get_by_label("Position in the game").press("PageUp")
    await expect(page.locator(".lane.past code")).to_have_text([line for line in FIRST.split("\n") if line])
    await expect(page.locator(".lane.divide")).to_have_text(["Wave 2"])
    await expect(page.locator(".lane.next")).to_have_count(0)  # the log ends here


@pytest.mark.parametrize("clock_stands", [True, False])
async def test_a_long_game_is_shown_however_quickly_it_is_read(
    clock_stands: bool, pg: Pool, live: Live, open_page: OpenPage
) -> None:
    text = "\n".join(["abc = def_(x1)"] * 20)
    player = Player([wave(text, number=number, due_ms=[10**7] * 20) for number in range(1, 20)])
    while player.begin():
        player.type(text, every_ms=70)
    player.stop(player.engine.at_ms + 1_000)
    assert len(player.keys) > 5_000  # what pages/replay/page.js reads at once
    result = await stored(pg, player)
    page = await open_page()
    if clock_stands:  # for as long as it is read: then it takes no turn
        await page.add_init_script("performance.now = () => 0")
    await page.goto(f"{live.url}/replay/{result.session_id}")
    await expect(page.locator(".check")).to_have_attribute("data-same", "true")


def clock(result: GameResult) -> str:
    return f"{result.playtime_seconds // 60}:{result.playtime_seconds % 60:02}"


async def test_a_replay_plays_by_the_keyboard_and_is_shared_by_its_address(
    result: GameResult, live: Live, open_page: OpenPage
) -> None:
    late = result.playtime_seconds - 4
    page = await open_page(permissions=["clipboard-read", "clipboard-write"], reduced_motion="reduce")
    await page.goto(f"{live.url}/replay/{result.session_id}?at={late}&speed=4")
    position = page.get_by_label("Position in the game")
    await expect(position).to_have_value(str(late * 1_000))
    await expect(page.get_by_label("4×")).to_be_checked()
    await expect(page.locator(".replay")).to_have_attribute("data-playing", "false")
    await page.keyboard.press("Space")
    await expect(page.locator("[data-total=final_score]")).to_have_text(f"{result.final_score:,}")
    await expect(page.get_by_role("button", name="Play from the start")).to_be_visible()
    await expect(position).to_be_focused()
    await page.keyboard.press("Home")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    await page.get_by_role("button", name="Copy link").click()
    await expect(page.locator("#notices")).to_be_visible()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{live.url}/replay/{result.session_id}?at=2&speed=4"
    # A link to the end shows what the last key brought.
    await position.press("End")
    await page.get_by_role("button", name="Copy link").click()
    other = """async (old) => {
      for (;;) {
        await new Promise(requestAnimationFrame);
        const link = await navigator.clipboard.readText();
        if (link !== old) return link;
      }
    }"""
    await page.goto(await page.evaluate(other, copied))
    await expect(page.locator("[data-total=final_score]")).to_have_text(f"{result.final_score:,}")
    await expect(page.get_by_role("button", name="Play from the start")).to_be_visible()


async def test_a_replay_that_is_not_shown_says_so(
    result: GameResult, live: Live, pg: Pool, open_page: OpenPage
) -> None:
    await pg.execute("UPDATE users SET replays_public = false")
    page = await open_page(quiet=False)
    for path in (f"/replay/{result.session_id}", f"/race/{result.id}"):
        await page.goto(live.url + path)
        await expect(page.locator(".missing")).to_contain_text("or private")


async def test_a_name_of_one_long_word_widens_no_page(
    result: GameResult, live: Live, pg: Pool, open_page: OpenPage
) -> None:
    await pg.execute("UPDATE users SET display_name = repeat('W', 50)")
    page = await open_page(viewport=PHONE)
    for path in (f"/results/{result.id}", f"/replay/{result.session_id}", f"/race/{result.id}"):
        await page.goto(live.url + path)
        await expect(page.get_by_text("W" * 50).first).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], path


async def test_a_race_shows_the_ghost_and_says_how_it_went(
    result: GameResult, live: Live, pg: Pool, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.goto(f"{live.url}/race/{result.id}")
    await page.get_by_role("button", name="Start the race").click()
    await phase(page, "countdown")
    await page.keyboard.press("Escape")  # the clock stands at 0, and so does the ghost
    await expect(page.locator(".ghost-figure")).to_contain_text("Ada’s ghost")
    await expect(page.locator(".ghost-figure")).to_have_attribute("data-lead", "0")
    await expect(page.locator(".lane[data-state=target] .ghost-caret")).to_be_visible()
    lanes = await page.locator(".lane:not(.next) code").all_inner_texts()
    assert [lane.strip() for lane in lanes] == [line.strip() for line in FIRST.split("\n") if line.strip()]
    await page.get_by_role("button", name="Resume").click()
    await begin(page)
    await type_keys(page, 3)
    await quit_game(page)
    await expect(page.locator(".versus")).to_contain_text("Behind Ada’s ghost by")
    await expect(page.locator(".about")).to_contain_text("against a ghost")
    assert await pg.fetchval("SELECT ghost_of FROM game_results WHERE ghost_of IS NOT NULL") == result.id


async def test_an_unfinished_race_is_gone_on_with_as_one(result: GameResult, live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(f"{live.url}/race/{result.id}")
    await page.get_by_role("button", name="Start the race").click()
    await begin(page)
    await type_keys(page, 2)
    await page.reload()
    await expect(page.locator(".ghost-figure")).to_be_visible()
