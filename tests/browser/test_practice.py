"""Practice: weak keys with the reasons, drills on them, topics; by the keyboard alone, at both sizes and themes."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from server.infra.postgres import Pool
from tests.browser.album import Album
from tests.browser.conftest import OpenPage, ServerClock
from tests.browser.player import begin, phase, quit_game, register, type_keys, type_wave
from tests.browser.test_profile import add_games
from tests.live import Live


async def press(page: Page, name: str) -> None:
    """Reaches the button by Tab, and presses it by Enter."""
    button = page.get_by_role("button", name=name, exact=True).first
    await button.wait_for()
    for _ in range(90):
        if await button.evaluate("one => one === document.activeElement"):
            await page.keyboard.press("Enter")
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {name}")


@pytest.mark.long
async def test_weak_keys_are_shown_and_drilled(
    live: Live, open_page: OpenPage, pg: Pool, server_clock: ServerClock
) -> None:
    server_clock.hold()  # the player stops for pictures
    page = await open_page(reduced_motion="no-preference")
    album = Album(page, live)
    await album.goto("/practice", ".practice")
    await expect(page.locator(".practice")).to_contain_text("to see your weak keys")
    await register(page, live, "ada")
    await add_games(pg, "ada", 4)
    await album.goto("/practice", ".practice [data-key]")
    first = page.locator("[data-key]").first
    await expect(first).to_contain_text("{")
    await expect(first).to_contain_text("100.0%")
    await expect(page.locator(".practice figure")).to_contain_text("{ in your last games")
    await album.take("practice")

    await press(page, "Drill {")
    await phase(page, "countdown")
    await begin(page)
    await expect(page.locator(".play")).to_have_attribute("data-calm", "")
    assert await pg.fetchval("SELECT focus FROM game_sessions WHERE ended_at IS NULL") == {"{": 1.0}
    await type_keys(page, 12)
    await page.keyboard.press("Escape")
    await phase(page, "paused")
    await page.get_by_role("button", name="Leave for now").press("Enter")
    await album.goto("/practice", ".practice ul.games")
    await album.take("practice-unfinished")
    await press(page, "Resume")
    await begin(page)
    await type_wave(page)
    await quit_game(page)
    await page.locator(".strokes dl").wait_for()
    await expect(page.locator("main")).to_contain_text("practice")
    assert not album.found(), "\n".join(album.faults)


async def test_a_topic_is_suggested_practised_and_then_started(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(f"{live.url}/topics")
    await expect(page.locator(".topics")).to_contain_text("to see your topics")
    await register(page, live, "ada")
    await page.goto(f"{live.url}/topics?language=PYTHON")
    suggested = page.locator("[aria-labelledby=next]")
    await expect(suggested).to_contain_text("never played it")
    name = (await suggested.get_by_role("button").inner_text()).removeprefix("Practise ")
    await press(page, f"Practise {name}")
    await phase(page, "countdown")
    await begin(page)
    await type_wave(page)
    await quit_game(page)
    started = page.locator("[aria-labelledby=started] [data-topic]")
    for _ in range(50):  # the feed counts it within a second
        await page.goto(f"{live.url}/topics?language=PYTHON")
        await page.locator("[data-topic]").first.wait_for()
        if await started.count():
            break
    await expect(started.locator("b")).to_have_text([name])
    await expect(started).to_contain_text("1 cleared")
    await page.goto(f"{live.url}/profile")
    await expect(page.locator("[aria-labelledby=topics]")).to_contain_text("1 started")
