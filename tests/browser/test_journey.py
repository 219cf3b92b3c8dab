"""What playing adds up to, as its player sees it: on the result page, on the profile, among all achievements."""

from __future__ import annotations

from datetime import timedelta

from playwright.async_api import expect

from server.infra.clock import utc_now
from server.infra.postgres import Pool
from server.progress import seed_achievements
from tests.browser.album import Album
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.player import signed_up
from tests.calendar import Calendar, calendar
from tests.live import Live
from tests.results.games import finished, start_game, totals

__all__ = ["calendar"]


async def end_game(live: Live, pg: Pool, player: str, words: int) -> str:
    """A game that has just ended here; the feed counts it while somebody looks."""
    session = await start_game(pg, player, started_at=utc_now() - timedelta(minutes=1))
    ended = finished(session, player, ended_at=utc_now(), totals=totals(words, dirty=0, waves=5))
    result = await live.play.endings.save(ended)
    assert result is not None
    return str(result.id)


async def test_a_player_is_told_what_a_game_has_added(
    calendar: Calendar, live: Live, pg: Pool, open_page: OpenPage
) -> None:
    await seed_achievements(pg)
    # Quiet it is not: the keys of these games cannot be read.
    page = await open_page(quiet=False, timezone_id="Pacific/Auckland")
    await calendar.follow(page)
    album = Album(page, live)
    async with page.expect_response("**/api/user/time-zone") as told:
        await signed_up(page, live, "ada", "/play")
    assert (await (await told.value).json())["zone"] == "Pacific/Auckland"
    player = await pg.fetchval("SELECT id FROM users WHERE username = 'ada'")

    for days, words in enumerate((40, 300), 1):
        result = await end_game(live, pg, player, words)
        await album.goto(f"/results/{result}", ".added h2")
        await expect(page.locator(".added h2")).to_contain_text("XP")
        await expect(page.locator(".added .badge").first).to_be_visible()
        if days == 1:
            await calendar.skip(days=1)
    await expect(page.locator(".added")).to_contain_text("You have reached level")
    await expect(page.locator(".added")).to_contain_text("2 days in a row")
    await expect(page.locator(".closer")).not_to_have_attribute("aria-busy", "true")
    await album.take("result-added")

    await album.goto("/profile", "#journey")
    card = page.locator("section:has(> #journey)")
    await expect(card).to_contain_text("Days in a row")
    await expect(card.locator(".badge").first).to_contain_text("100% have it")
    await album.take("profile-journey")

    await album.goto("/achievements", ".family")
    nearest = page.get_by_role("region", name="Closest").locator(".badge")
    await expect(nearest).to_have_count(3)
    await expect(nearest.and_(page.locator("[data-slug=three-days]")).locator(".reached")).to_contain_text("2 of 3")
    family = page.locator(".family", has_text="Days")
    await expect(family.locator("[data-slug=three-days] .reached")).to_contain_text("2 of 3")
    await expect(page.locator(".family [data-slug=first-game]")).to_have_attribute("data-has", "true")
    await album.take("achievements")
    await page.set_viewport_size(PHONE)
    await page.reload()
    await page.locator(".family").first.wait_for()
    assert await page.locator(".family[open]").count() == 0, "a phone would have a page of ten screens"
    await family.locator("summary").press("Enter")
    await expect(family.locator(".badge").first).to_be_visible()
    await album.take("achievements-folded")
    assert album.faults == []
