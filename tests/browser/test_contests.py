"""A contest in the browser: made by staff, announced, joined, played once, followed, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import asyncpg
import pytest
from playwright.async_api import Page, expect

from game.terms import Role
from tests.browser.album import Album
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.player import begin, figure, phase, signed_up, staff, type_keys
from tests.browser.test_groups import add_pupils, first_sign_in, heading, make_group, press, tab_to
from tests.contests import contests
from tests.live import Live

TITLE = "Friday Night Python"
SLUG = "friday-night-python"


def tomorrow() -> str:
    """As a field for a local time takes it."""
    return (datetime.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")


async def play_now(page: Page) -> None:
    await press(page, "button", "Play now")
    await page.get_by_role("dialog").get_by_role("button", name="Play now").press("Enter")
    await begin(page)


CHANGED = """async (cases) => {
  const { changedIn } = await import('/static/js/pages/contest-form/fields.js');
  const contest = {
    ...{ title: 'Friday', description: '', language: 'GO', difficulty: 'EASY', duration_s: 3600, waves: 2 },
    starts_at: '2030-01-01T12:00:00Z',
  };
  const local = new Date(contest.starts_at);
  const two = (n) => String(n).padStart(2, '0');
  const starts_at = `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}T` +
    `${two(local.getHours())}:${two(local.getMinutes())}`;
  const shown = { contest, snippets: [{ id: 'a' }, { id: 'b' }] };
  const values = { ...contest, starts_at, duration_s: '3600', waves: '2' };
  return cases.map(([more, snippets]) => changedIn(shown, { ...values, ...more }, snippets));
}"""


async def test_an_edit_sends_the_waves_that_are_meant(client_page: Page) -> None:
    both = ["a", "b"]
    cases: list[tuple[dict[str, str], list[str] | None, dict[str, object]]] = [
        ({}, both, {}),
        ({"title": "Saturday"}, both, {"title": "Saturday"}),
        ({}, ["b", "a"], {"snippets": ["b", "a"]}),
        ({"difficulty": "HARD"}, both, {"difficulty": "HARD", "snippets": both}),
        ({"language": "RUST"}, ["c"], {"language": "RUST", "snippets": ["c"]}),
        ({}, [], {"waves": 2}),  # drawn anew
        ({"waves": "5"}, [], {"waves": 5}),
        ({}, None, {}),  # of somebody who does not choose
        ({"waves": "5"}, None, {"waves": 5}),
        ({"difficulty": "HARD"}, None, {"difficulty": "HARD"}),
    ]
    sent = await client_page.evaluate(CHANGED, [[more, snippets] for more, snippets, _ in cases])
    assert sent == [expected for *_, expected in cases]


async def test_a_countdown_of_days_shows_its_hours(client_page: Page) -> None:
    words = await client_page.evaluate(
        """async (all) => {
          const { timeLeft } = await import('/static/js/text/common.js');
          return all.map((seconds) => timeLeft(seconds * 1000));
        }""",
        [3 * 86_400 + 7 * 60 + 9, 86_400, 3600, 247, 0],
    )
    assert words == ["3 days 00:07:09", "1 day 00:00:00", "1:00:00", "4:07", "0:00"]


@pytest.mark.long
async def test_a_rated_contest(live: Live, open_page: OpenPage, pg: asyncpg.Pool) -> None:
    moderator = await open_page(reduced_motion="no-preference")
    ada = await open_page(viewport=PHONE, reduced_motion="no-preference")
    made, seen = Album(moderator, live), Album(ada, live)

    # Made by staff, who choose its snippets and see them beforehand.
    await staff(moderator, live, pg, Role.MODERATOR, "mod")
    await made.goto("/contests", ".contests")
    await press(moderator, "link", "New contest")
    await heading(moderator, "New contest")
    await tab_to(moderator, moderator.get_by_label("Title"))
    await moderator.keyboard.type(TITLE)
    await moderator.get_by_label("Description").fill("Bring tea.\n\nThe winner chooses next week's language.")
    await moderator.get_by_label("Difficulty").select_option("EASY")
    await moderator.get_by_label("Starts").fill(tomorrow())
    await moderator.get_by_label("State").select_option("PUBLISHED")
    for _ in range(2):
        await moderator.locator(".snippets button:not([disabled])").first.press("Enter")
    await expect(moderator.locator(".chosen > li")).to_have_count(2)
    last = await moderator.locator(".chosen summary code").last.inner_text()
    await press(moderator, "button", f"Move {last} up")
    await expect(moderator.locator(".chosen summary code").first).to_have_text(last)
    await moderator.locator(".chosen summary").first.press("Enter")
    await expect(moderator.locator(".chosen pre").first).to_be_visible()
    await made.take("contest-form")
    await press(moderator, "button", "Make the contest")
    await heading(moderator, TITLE)
    await expect(moderator.locator(".contest .clock")).to_contain_text("23:59:")
    await moderator.locator(".contest details.snippet summary").first.press("Enter")
    await made.take("contest-of-staff")
    for difficulty in ("HARD", "EASY"):  # alone it leaves the snippets that were chosen
        await press(moderator, "link", "Edit")
        await expect(moderator.get_by_label("Number of waves")).to_have_value("2")
        await expect(moderator.get_by_label("Number of waves")).not_to_be_editable()
        await moderator.get_by_label("Window").select_option("2 hours")
        await moderator.get_by_label("Difficulty").select_option(difficulty)
        await press(moderator, "button", "Save")
        await expect(moderator.locator(".contest .about")).to_contain_text("within 2 hours")
        await expect(moderator.locator(".contest details.snippet").first).to_contain_text(last)

    # Announced: who comes says so.
    await signed_up(ada, live, "ada")
    await seen.goto("/contests", ".contest-list")
    await seen.take("contests")
    await press(ada, "link", TITLE)
    await expect(ada.locator(".contest .window")).to_contain_text("in your time (")
    await expect(ada.get_by_role("region", name="Snippets", exact=True)).to_have_count(0)
    await press(ada, "button", "Take part")
    await expect(ada.locator(".own-part")).to_contain_text("You’re taking part.")
    await seen.take("contest-announced")

    # It begins while the page is open, and the page follows.
    await contests.begin(pg, SLUG)
    await expect(ada.get_by_role("button", name="Play now")).to_be_visible()
    bob, cleo = await live.register("bob"), await live.register("cleo")
    for player, slips in (bob, 0), (cleo, 3):
        await contests.play(player, live, SLUG, slips=slips, waves=2)
    await expect(ada.locator(".contest td.player a")).to_have_text(["bob", "cleo"])
    await seen.take("contest-running")
    await play_now(ada)
    await type_keys(ada, 10)
    await ada.keyboard.press("Tab")
    await ada.keyboard.press("Enter")  # which starts other games anew: this one is played once
    await type_keys(ada, 10)
    assert await figure(ada, "wave") == "1"
    await ada.reload()
    await phase(ada, "paused")
    await ada.get_by_role("button", name="Quit", exact=True).last.press("Enter")
    await ada.get_by_role("button", name="Quit and see the result").press("Enter")
    await ada.wait_for_url(f"**/contests/{SLUG}")
    await expect(ada.locator(".own-part")).to_contain_text("Rank 3 of 3")
    await expect(ada.get_by_role("button", name="Play now")).to_have_count(0)

    # Over: the feed fixes the ranks, and ratings have moved.
    await contests.end(pg, SLUG)
    await expect(ada.locator(".own-part .moved")).to_contain_text("→")
    await expect(ada.locator(".contest td.player a")).to_have_text(["bob", "cleo", "ada"])
    await expect(ada.locator(".contest td:last-child")).to_contain_text(["→", "→", "→"])
    await expect(ada.get_by_role("region", name="Snippets", exact=True).locator("details")).to_have_count(2)
    await seen.take("contest-over")
    await seen.goto("/contests", ".contest-list li[data-state=OVER]")
    assert not made.found() + seen.found(), "\n".join(made.faults + seen.faults)


@pytest.mark.long
async def test_a_contest_of_a_class(live: Live, open_page: OpenPage, pg: asyncpg.Pool) -> None:
    teacher, eve = await open_page(), await open_page()
    stranger = await open_page(quiet=False)  # to whom there is no such contest
    await signed_up(teacher, live, "teacher", then="/")
    path = await make_group(teacher, live)
    await press(teacher, "link", "Members")
    passwords = await add_pupils(teacher, "eve_k")
    await press(teacher, "button", "Done, back to the members")
    await press(teacher, "link", "Board")
    await press(teacher, "link", "New contest")
    await expect(teacher.get_by_label("For")).to_have_value("informatik-9b")
    await expect(teacher.get_by_role("region", name="Its snippets")).to_have_count(0)
    await tab_to(teacher, teacher.get_by_label("Title"))
    await teacher.keyboard.type(TITLE)
    await teacher.get_by_label("Difficulty").select_option("EASY")
    await teacher.get_by_label("Number of waves").fill("1")
    await press(teacher, "button", "Make the contest")
    await heading(teacher, TITLE)
    await expect(teacher.locator(".contest .tags")).to_contain_text("for Informatik 9b")

    await first_sign_in(eve, live, "eve_k", passwords["eve_k"], path)
    await press(eve, "link", TITLE)
    await play_now(eve)
    await type_keys(eve, 12)
    await eve.keyboard.press("Escape")
    await eve.get_by_role("button", name="Quit", exact=True).last.press("Enter")
    await eve.get_by_role("button", name="Quit and see the result").press("Enter")
    await eve.wait_for_url(f"**/contests/{SLUG}")
    await expect(teacher.locator(".contest td.player a")).to_have_text(["eve_k"])  # over the stream with the token
    await expect(teacher.locator(".contest .live")).to_have_attribute("data-state", "live")

    await signed_up(stranger, live, "stranger")
    await stranger.goto(f"{live.url}/contests/{SLUG}")
    await heading(stranger, "A contest")
    await stranger.goto(f"{live.url}/contests")
    await expect(stranger.locator(".contest-list")).to_have_count(0)
    await stranger.goto(f"{live.url}/contests/new")
    await heading(stranger, "For staff")
