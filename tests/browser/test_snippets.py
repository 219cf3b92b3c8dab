"""A player looks at a snippet's page, says what they make of it, keeps it, and practises it."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from server.infra.postgres import Pool
from tests.browser.album import Album
from tests.browser.conftest import OpenPage
from tests.browser.player import begin, signed_up
from tests.live import PATIENCE_S, Live

MOST_TYPED = (
    "SELECT snippet_id, result_id FROM snippet_runs JOIN snippet_figures USING (snippet_id) ORDER BY times_typed DESC"
)


async def most_typed(pg: Pool) -> tuple[str, str]:
    """A snippet and a game on it, as soon as the feed has kept the demo's games."""
    async with asyncio.timeout(PATIENCE_S):
        while await pg.fetchval("SELECT count(*) FROM feed_jobs WHERE queue IN ('game_ended', 'snippet_runs')"):
            await asyncio.sleep(0.05)
    row = await pg.fetchrow(MOST_TYPED)
    assert row is not None
    return row["snippet_id"], row["result_id"]


@pytest.mark.long
async def test_a_snippet_is_a_place(live_with_demo: Live, pg: Pool, open_page: OpenPage) -> None:
    live = live_with_demo
    snippet, result = await most_typed(pg)
    page = await open_page(quiet=False)  # the page of no snippet is a 404
    album = Album(page, live)
    await album.goto(f"/snippets/{snippet}", ".snippet table")
    await expect(
        page.locator(".snippet .listing code .k-keyword, .snippet .listing code .k-name").first
    ).to_be_visible()
    await page.get_by_role("button", name="Like", exact=True).click()
    await expect(page.get_by_text("Your vote counts once you have registered.")).to_be_visible()
    await expect(page.get_by_role("button", name="Like", exact=True)).to_have_attribute("aria-pressed", "true")
    await page.context.clear_cookies()
    await signed_up(page, live, "ada")
    await album.goto("/profile", ".profile h1")
    await page.get_by_role("link", name="Bookmarks").click()
    await page.locator(".bookmarks .empty").wait_for()
    await album.take("bookmarks-none")

    await album.goto(f"/snippets/{snippet}", ".snippet table")
    like = page.get_by_role("button", name="Like", exact=True)
    await like.click()
    await expect(page.get_by_role("button", name="Like 1")).to_have_attribute("aria-pressed", "true")
    await page.get_by_role("button", name="Bookmark").click()
    await expect(page.get_by_role("button", name="Bookmarked")).to_have_attribute("aria-pressed", "true")
    await album.take("snippet")
    await page.reload()
    await page.get_by_role("button", name="Dislike").click()
    await expect(page.get_by_role("button", name="Dislike 1")).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_role("button", name="Like", exact=True)).to_have_attribute("aria-pressed", "false")
    row = await pg.fetchrow("SELECT likes, dislikes, bookmarks FROM snippet_figures WHERE snippet_id = $1", snippet)
    assert tuple(row or ()) == (0, 1, 1)

    await album.goto(f"/results/{result}", ".waves details[open] .opinions")
    await expect(page.locator(f".opinions a[href='/snippets/{snippet}']")).to_have_count(1)
    await album.goto("/bookmarks", ".marked li")
    await album.take("bookmarks")
    await page.get_by_role("button", name="Practise").click()
    await begin(page)
    await album.goto(f"/snippets/{snippet}", ".snippet table")
    await page.get_by_role("button", name="Practise this").click()
    await begin(page)
    await album.goto("/bookmarks", ".marked li")
    await page.get_by_role("button", name="Remove").click()
    await expect(page.locator(".bookmarks .empty")).to_be_visible()
    await album.goto("/snippets/00000000-0000-4000-8000-000000000000", ".snippet h1")
    await expect(page.locator("h1")).to_have_text("There is no such snippet")
    assert album.found() == []


@pytest.mark.long
async def test_a_game_is_shown_to_others(live_with_demo: Live, pg: Pool, open_page: OpenPage) -> None:
    live = live_with_demo
    page = await open_page(quiet=False)  # what is gone is a 404
    album = Album(page, live)
    await album.goto("/replays", ".replays .empty")
    await signed_up(page, live, "ada")
    result = await pg.fetchval("SELECT id FROM game_results WHERE ranked AND mode = 'SOLO' ORDER BY final_score DESC")
    for table in ("game_results", "game_sessions"):  # a game of hers, without playing it
        whose = "id = $1" if table == "game_results" else "id = (SELECT session_id FROM game_results WHERE id = $1)"
        await pg.execute(
            f"UPDATE {table} SET user_id = (SELECT id FROM users WHERE username = 'ada') WHERE {whose}", result
        )
    await album.goto(f"/results/{result}", ".share summary")
    await page.locator(".share summary").click()
    await page.get_by_label("Title").fill("Nothing got through <b>for long</b>")
    await page.get_by_label("Note").fill("Watch the **end**:\n\n- `range`\n- [there](https://example.org)")
    await page.get_by_role("button", name="Share", exact=True).click()
    refused = page.locator(".share [role=alert]")
    await expect(refused).to_contain_text("Leave out links")  # the account is new
    await album.take("share")
    await page.get_by_label("Note").fill("Watch the **end**:\n\n- `range`\n- there")
    await page.get_by_role("button", name="Share", exact=True).click()
    await page.wait_for_url("**/replays/*")
    await expect(page.locator("h1")).to_have_text("Nothing got through <b>for long</b>")
    note = page.get_by_role("group", name="Note")
    await expect(note.locator("strong")).to_have_text("end")
    await expect(note.locator("li")).to_have_text(["range", "there"])
    talk = page.get_by_role("region", name="Discussion")
    await talk.get_by_label("Your post").press_sequentially("Now you ")
    await expect(talk.get_by_label("Your post")).to_have_value("Now you ")  # the space is not the player's
    await talk.get_by_label("Your post").fill(f"Now you: [this]({page.url.removeprefix(live.url)})")
    await talk.get_by_role("button", name="Post", exact=True).click()
    await expect(talk.get_by_role("article", name="Post by ada")).to_contain_text("Now you")
    await expect(talk.locator(".replay-cards .title")).to_have_text("Nothing got through <b>for long</b>")
    await expect(page.locator(".met .opinions").first).to_be_visible()
    shared = page.url
    await album.take("shared-replay")
    head = await (await page.request.get(shared)).text()
    assert f"/api{shared.removeprefix(live.url)}/picture.png" in head, "what sites show that link to it"
    await album.goto("/replays", ".replays .shared li")
    await album.take("replays")
    await album.goto("/players/ada", ".profile h1")
    await page.get_by_role("link", name="Shared replays").click()
    await expect(page.locator(".replays .shared li")).to_have_count(1)
    await expect(page.locator(".replays .lead")).to_contain_text("@ada")
    await album.take("replays-by")
    for nobody in ("nobody", "x!", "no", "ada%20", "%2Fada"):
        await album.goto(f"/replays?by={nobody}", ".replays .empty")
    await album.goto(f"/results/{result}", ".share a")

    away = {"code": "game/keys-archived", "detail": "These keys are in an archive."}
    headers = {"content-security-policy": "default-src 'none'"}  # as the album wants it
    await page.route("**/api/game/replay/*", lambda route: route.fulfill(status=410, json=away, headers=headers))
    await page.goto(shared)
    await expect(page.get_by_text("These keys are in an archive.")).to_be_visible()
    await expect(talk.get_by_role("article", name="Post by ada")).to_contain_text("Now you")
    await expect(page.get_by_role("button", name="Stop sharing")).to_be_visible()
    await expect(page.get_by_role("link", name="Race this game")).to_have_count(0)
    await album.take("shared-replay-archived")
    await page.unroute("**/api/game/replay/*")

    await page.context.clear_cookies()
    await page.goto(shared)
    await expect(page.locator("h1")).to_have_text("Nothing got through <b>for long</b>")
    await pg.execute("UPDATE users SET replays_public = false WHERE username = 'ada'")
    await page.goto(shared)
    await expect(page.locator("h1")).to_have_text("There is no such replay")
    assert album.found() == []
