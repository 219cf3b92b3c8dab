"""Moderators judge games in the browser; players see verdicts, appeal and report."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from game.keylog import encode
from game.plausibility import Reason
from game.terms import Role, Verdict
from server.infra.postgres import Pool
from server.results import GameResult
from tests.browser.album import Album
from tests.browser.conftest import OpenPage
from tests.browser.player import signed_up, staff
from tests.leaderboards.boards import play
from tests.live import Live
from tests.moderation.games import CONSTANT, flagged, hand, honest, player

REASONS = [CONSTANT, Reason("reaction", 4.0, 25.0)]


async def something_waits(pg: Pool, user_id: str) -> GameResult:
    """A program's game of a player who had honest ones, a reported player, and a reported game; returns the first."""
    for seed in range(2):
        await honest(pg, user_id, seed)
    game = await flagged(pg, user_id, verdict_reasons=REASONS)
    bob = await player(pg, "bob")
    other = await play(pg, bob, key_log=encode(hand(7)))
    reports = [("PROFILE", bob, "The name is an insult."), ("RESULT", other.id, "Nobody types like that.")]
    for kind, subject, reason in reports:
        await pg.execute(
            "INSERT INTO reports (user_id, kind, subject_id, reason) VALUES ($1, $2, $3, $4)",
            user_id,
            kind,
            subject,
            reason,
        )
    return game


async def test_a_moderator_looks_at_a_game_and_rejects_it(live: Live, open_page: OpenPage, pg: Pool) -> None:
    ada = await player(pg, "ada")
    game = await something_waits(pg, ada)
    page = await open_page()
    await staff(page, live, pg, Role.MODERATOR, "mod")
    await page.goto(live.url)
    await page.get_by_role("link", name="Moderation", exact=True).click()
    await expect(page.get_by_role("status")).to_have_text("3 items waiting.")
    await expect(page.locator("nav.sections")).to_have_count(0)
    await page.get_by_role("link", name="Review: Game of ada").click()
    await expect(page.locator("#against")).to_be_visible()
    await expect(page.locator(".reasons li")).to_have_count(2)
    await expect(page.locator(".reasons")).to_contain_text("2.0% of the median")
    await expect(page.locator(".intervals figure")).to_have_count(2)
    await expect(page.locator(".intervals")).to_contain_text("2 earlier games of this player")
    replay = page.get_by_role("link", name="Watch the replay")
    assert await replay.get_attribute("href") == f"/replay/{game.session_id}"
    await page.get_by_role("button", name="Reject").click()
    await expect(page.locator("#notices")).to_contain_text("Rejected")
    await expect(page.locator(".state")).to_have_text("Verdict: Rejected")
    await expect(page.locator("#decisions + *")).to_contain_text("does not look typed by hand")
    row = await pg.fetchrow("SELECT verdict, reason FROM reviews WHERE result_id = $1", game.id)
    told = "A moderator reviewed this game: it does not look typed by hand."
    assert row is not None and tuple(row) == ("rejected", told)
    await replay.click()
    await page.locator(".replay").wait_for()
    await page.goto(f"{live.url}/moderation?kind=PROFILE")
    await page.get_by_role("button", name="Dismiss reports: Player bob").click()
    await expect(page.locator("p[role=status].muted")).to_have_text("0 items waiting.")
    assert await pg.fetchval("SELECT outcome FROM reports WHERE kind = 'PROFILE'") == "DISMISSED"


async def test_a_player_sees_the_verdict_appeals_and_sees_the_outcome(
    live: Live, open_page: OpenPage, pg: Pool
) -> None:
    page = await open_page()
    await signed_up(page, live, "ada")
    ada = await pg.fetchval("SELECT id FROM users WHERE username = 'ada'")
    game = await flagged(pg, ada, verdict_reasons=REASONS)
    await page.goto(f"{live.url}/results/{game.id}")
    box = page.locator(".verdict")
    await expect(box.get_by_role("heading", level=2)).to_have_text("This game is under review")
    await expect(box).to_contain_text("New code was typed before it could be read.")
    await box.get_by_role("textbox").fill("I have a chorded keyboard.")
    await box.get_by_role("button", name="Appeal").click()
    await expect(box.get_by_role("status")).to_contain_text("Waiting for a moderator.")
    assert await pg.fetchval("SELECT text FROM appeals") == "I have a chorded keyboard."
    await pg.execute("UPDATE game_results SET verdict = 'rejected'")
    await pg.execute("UPDATE appeals SET verdict = 'rejected', decided_at = now()")
    await pg.execute(
        "INSERT INTO reviews (result_id, user_id, verdict, reason) VALUES ($1, $2, 'rejected', 'Chords differ.')",
        game.id,
        ada,
    )
    await page.reload()
    await expect(box.get_by_role("heading", level=2)).to_have_text("This game was reviewed and rejected")
    await expect(box).to_contain_text("Chords differ.")
    await expect(box.get_by_role("status")).to_contain_text("Declined")
    await expect(box.get_by_role("textbox")).to_have_count(0)


async def test_players_report_games_players_and_code(live: Live, open_page: OpenPage, pg: Pool) -> None:
    game = await honest(pg, await player(pg, "bob"))
    page = await open_page(quiet=False)  # a second report is refused
    await page.goto(f"{live.url}/results/{game.id}")
    await expect(page.locator(".closer")).not_to_have_attribute("aria-busy", "true")
    await expect(page.locator(".report")).to_have_count(0)  # nobody is signed in
    await signed_up(page, live, "ada")
    await page.goto(f"{live.url}/results/{game.id}")
    await page.get_by_text("Report this game").click()
    form = page.locator(".report[open] form")
    for said in "A moderator will look at it.", "You have already reported this.":
        await form.get_by_role("textbox").fill("Too fast.")
        await form.get_by_role("button", name="Report").click()
        await expect(form).to_contain_text(said)
    await page.goto(f"{live.url}/players/bob")
    await page.get_by_text("Report this player").click()
    await form.get_by_role("textbox").fill("A rude name.")
    await form.get_by_role("button", name="Report").click()
    await expect(form).to_contain_text("Reported.")
    kinds = [row["kind"] for row in await pg.fetch("SELECT kind FROM reports ORDER BY kind")]
    assert kinds == ["PROFILE", "RESULT"]


async def test_others_are_told_that_they_may_not(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(f"{live.url}/moderation")
    await expect(page.get_by_role("heading", name="Moderators only")).to_be_visible()
    await signed_up(page, live, "ada")
    for path in "/moderation", "/moderation/results/00000000-0000-4000-8000-000000000000":
        await page.goto(f"{live.url}{path}")
        await expect(page.locator(".denied")).to_contain_text("ada, which is not a moderator account")
    await page.goto(f"{live.url}/admin/audit")
    await expect(page.locator(".denied")).to_contain_text("which is not an admin account")


async def test_what_moderators_see_leaves_the_looks_of_other_pages_alone(
    live: Live, open_page: OpenPage, pg: Pool
) -> None:
    page = await open_page()
    await staff(page, live, pg, Role.ADMIN, "keeper")
    looks = """() => {
      const style = (selector) => getComputedStyle(document.querySelector(selector));
      return [style('form.snippet .said').padding, style('textarea.code').resize];
    }"""
    await page.goto(f"{live.url}/admin/snippets/new")
    await page.locator("form.snippet").wait_for()
    alone = await page.evaluate(looks)
    await page.goto(f"{live.url}/admin/audit")
    await page.locator(".sections").get_by_role("link", name="New snippet").click()
    await page.locator("form.snippet").wait_for()
    assert await page.evaluate(looks) == alone


async def needs_attention(pg: Pool, user_id: str) -> None:
    """A job that has failed, a post, and a snippet that three players dislike."""
    await pg.execute(
        "INSERT INTO feed_jobs (queue, subject, tries, error, failed_at, due_at)"
        " VALUES ('a_test', gen_random_uuid(), 10, 'ValueError: the result has no waves', now(), NULL)"
    )
    snippet = await pg.fetchval("SELECT id FROM code_snippets WHERE is_active ORDER BY id LIMIT 1")
    await pg.execute(
        "INSERT INTO posts (snippet_id, user_id, text, blocks) VALUES ($1, $2, 'Nobody types this.', '[]')",
        snippet,
        user_id,
    )
    voters = [user_id, await player(pg, "eve"), await player(pg, "mallory")]
    await pg.executemany(
        "INSERT INTO snippet_interactions (user_id, snippet_id, vote) VALUES ($1, $2, -1)",
        [(voter, snippet) for voter in voters],
    )


@pytest.mark.long
async def test_every_page_of_moderators_is_sound(live: Live, open_page: OpenPage, pg: Pool) -> None:
    page = await open_page(reduced_motion="no-preference")
    album = Album(page, live)
    await staff(page, live, pg, Role.ADMIN, "keeper")
    keeper = await pg.fetchval("SELECT id FROM users WHERE username = 'keeper'")
    game = await something_waits(pg, await player(pg, "ada"))
    await pg.execute(
        "INSERT INTO appeals (result_id, user_id, text) SELECT id, user_id, $2 FROM game_results WHERE id = $1",
        game.id,
        "I have a chorded keyboard, and it writes whole words at once. Please look at the replay.",
    )
    await album.goto("/moderation", ".queue")
    await album.take("moderation")
    await album.goto(f"/moderation/results/{game.id}", ".intervals figure")
    await album.take("moderation-case")
    await page.get_by_role("button", name="Approve").click()
    await expect(page.locator("#decisions")).to_be_visible()
    await album.take("moderation-judged")
    own = await flagged(pg, keeper, verdict_reasons=REASONS, verdict=Verdict.FLAGGED)
    await album.goto(f"/moderation/results/{own.id}", ".intervals figure")
    await album.check("moderation-own")
    await album.goto(f"/results/{own.id}", ".verdict form")
    await album.take("result-flagged")
    await album.goto("/players/bob", ".report")
    await page.get_by_text("Report this player").click()
    await album.take("report")
    await album.goto("/admin/audit", ".audit")
    await album.take("admin-audit")
    await needs_attention(pg, keeper)
    await album.goto("/admin/overview", "section:has(> #failed) table")
    await album.take("admin-overview")
    await expect(page.locator("section:has(> #reported) tbody tr")).to_have_count(2)
    await expect(page.locator("section:has(> #written)")).to_contain_text("Nobody types this.")
    await expect(page.get_by_role("link", name="Show 1 snippet in the list")).to_be_visible()
    await page.get_by_role("button", name="Retry a_test").click()
    await expect(page.locator("#notices")).to_contain_text("a_test is tried again")
    await expect(page.locator("section:has(> #failed)")).to_contain_text("No job has failed.")
    assert await pg.fetchval("SELECT due_at IS NOT NULL AND tries = 0 FROM feed_jobs WHERE queue = 'a_test'")
    assert not album.found(), "\n".join(album.faults)
