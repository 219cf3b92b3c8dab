"""Going on with a game: after a reload, from the start page, and when there are too many of them."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.player import DUE, begin, phase, start, type_keys, type_wave
from tests.live import Live, until


async def test_a_reload_goes_on_in_the_game_after_one_key(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    await type_keys(page, 8)
    due = await page.evaluate(DUE)
    await page.reload()
    await phase(page, "paused")
    await expect(page.get_by_role("dialog")).to_contain_text("You are back where you were")
    await expect(page.get_by_role("dialog")).to_contain_text("1 of 3 pauses used")
    await page.keyboard.press("Enter")
    await begin(page)
    assert await page.evaluate(DUE) == due
    await type_keys(page, 3)


async def test_a_game_that_was_left_is_not_opened_by_itself(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    await type_keys(page, 3)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Leave for now").click()
    await page.goto(f"{live.url}/play")
    await expect(page.get_by_role("heading", name="Unfinished games")).to_be_visible()


async def test_the_start_page_offers_to_go_on(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    go_on = page.get_by_role("button", name="Resume: ")
    await start(page, live)
    await page.goto(live.url)
    await expect(page.locator(".board")).to_be_visible()
    await until(lambda: bool(live.play.table.games()))
    await expect(go_on).to_be_hidden()  # no key was pressed in it
    await page.goto(f"{live.url}/play")
    await page.get_by_role("button", name="Resume").click()
    await begin(page)
    await type_wave(page)
    await type_keys(page, 2)
    await page.goto(live.url)
    await expect(go_on).to_contain_text("Resume: wave 2, 0:")
    await go_on.click()
    await begin(page)
    await type_keys(page, 2)


async def test_pauses_are_counted_on_the_page(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    for used in ("1 of 3 pauses used", "2 of 3 pauses used", "3 of 3 pauses used", "4 pauses used: with more than 3"):
        await type_keys(page, 1)
        await page.keyboard.press("Escape")
        await expect(page.locator(".pauses")).to_contain_text(used)
        await page.keyboard.press("Enter")
        await begin(page)


async def test_rows_of_unfinished_games_can_be_told_apart(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    for difficulty in ("Easy", "Expert", "Easy"):
        await start(page, live, difficulty=difficulty)
        if difficulty == "Expert":
            await type_keys(page, 9)
        else:
            await type_wave(page)
        await page.goto(live.url)
    await page.get_by_role("button", name="Play", exact=True).click()
    games = page.locator(".games li")
    await expect(games).to_have_count(3)
    await expect(games.nth(0)).to_contain_text("Python · Easy")
    await expect(games.nth(0)).to_contain_text("wave 2, 0:")
    await expect(games.nth(1)).to_contain_text("Python · Expert")
    await expect(games.nth(1)).to_contain_text("wave 1, 0:0")
    await expect(games.nth(1)).to_contain_text("point")
    await expect(games.nth(1)).to_contain_text("started")


async def test_the_text_of_the_next_wave_waits_below_the_last_lines(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    engine = live.play.table.games()[0].session.engine
    (ready, *_) = live.play.table.games()[0].session.ready
    while engine.lines_left > 1:
        await type_keys(page, await page.locator(".lane[data-state=target] :is(.c, .enter):not(.typed)").count())
    coming = [line for line in ready.text.split("\n") if line.strip()]
    await expect(page.locator(".lane.next code")).to_have_text(coming[:12])
    await expect(page.locator(".lane.divide")).to_have_text(["Wave 1", "Next: wave 2"])
    await type_wave(page)
    begun = page.locator(".lane[data-state] code").filter(has_text=coming[0].strip())
    await expect(begun.first).to_be_visible()
    assert await page.locator(".lane[data-state=dead]").count() > 0, "what was typed last stays above"
