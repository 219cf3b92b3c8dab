"""Courses in the browser: learnt by a beginner, written and taken back by an admin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import asyncpg
import pytest
from playwright.async_api import Page, expect

from game.terms import Role
from tests.browser.album import Album
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.player import begin, heard, register, staff, type_keys, type_line
from tests.browser.test_groups import heading, press
from tests.courses.courses import course, seed
from tests.live import Live

BLOCKS = """async (blocks) => {
  const { markdownView } = await import('/static/js/parts/markdown.js');
  return markdownView(blocks).innerHTML.replaceAll(' tabindex="0"', '').replaceAll(' translate="no"', '');
}"""


def block(kind: str, text: str, level: int = 1, number: int | None = None, **span: Any) -> dict[str, Any]:
    plain = {"text": text, "code": False, "strong": False, "emphasis": False, "href": None}
    shown = {"kind": kind, "level": level, "number": number, "words": [], "language": ""}
    return {**shown, "spans": [{**plain, **span}]}


async def test_a_lessons_blocks_become_elements_and_never_markup(client_page: Page) -> None:
    shown = [
        ([block("paragraph", "<b>a</b>\nb")], "<p><span>&lt;b&gt;a&lt;/b&gt;<br>b</span></p>"),
        # What its author left out is no gap for those who go from heading to heading.
        ([block("heading", "A", 3), block("heading", "B", 3)], "<h3><span>A</span></h3><h4><span>B</span></h4>"),
        (
            [block("item", "a"), block("item", "b", 2, 3), block("item", "c")],
            '<ul><li><span>a</span><ol start="3"><li><span>b</span></li></ol></li><li><span>c</span></li></ul>',
        ),
        ([block("code", "if x:\n    y()")], "<pre><code>if x:\n    y()</code></pre>"),
        (
            [block("quote", "q", code=True, strong=True)],
            "<blockquote><p><strong><code>q</code></strong></p></blockquote>",
        ),
        (
            [
                block("paragraph", "x", href=href)
                for href in ("/learn", "https://a.test", "//evil.test", "javascript:1")
            ],
            '<p><a href="/learn"><span>x</span></a></p><p><a href="https://a.test"><span>x</span></a></p>'
            "<p><span>x</span></p><p><span>x</span></p>",
        ),
    ]
    for blocks, markup in shown:
        assert await client_page.evaluate(BLOCKS, blocks) == markup


GOALS = {"min_accuracy": 90.0, "min_net_wpm": 15.0, "max_wrong_keys": 3}

PLACES = """async () => {
  const { placesTable } = await import('/static/js/pages/challenge/lists.js');
  const one = { rank: 1, best_score: 9, best_at: '2026-01-01T12:00:00Z', net_wpm: 20, key_accuracy_percentage: 100 };
  const items = ['ada', 'bob'].map((name) => ({ ...one, user_id: name, username: name, display_name: name,
    result_id: `of-${name}` }));
  const board = { items, page: 1, per_page: 10, total: 2, me: items[0] };
  const [table] = placesTable(board, 'ada', () => '');
  return [...table.querySelectorAll('a')].map((a) => a.getAttribute('href'));
}"""


async def test_a_board_leads_to_ones_own_result_alone(client_page: Page) -> None:
    assert await client_page.evaluate(PLACES) == ["/players/ada", "/results/of-ada", "/players/bob"]


OUTCOME = """async ([goals, version]) => {
  const { outcomeView } = await import('/static/js/pages/challenge/outcome.js');
  const attempt = { version, passed: false, failed: ['MIN_NET_WPM'], counts: true, final_score: 9, net_wpm: 12,
    key_accuracy_percentage: 95, wrong_keys: 1, end_reason: 'cleared', result_id: 'r' };
  const shown = { challenge: { version: 2, goals }, track: { slug: 'basics' }, next: null };
  return [...outcomeView(shown, attempt, () => {}).querySelectorAll('.goals li')].map((li) => li.textContent);
}"""

ABOVE = """async ([goals, version]) => {
  const { goalsAbove } = await import('/static/js/pages/play/goals.js');
  const { element } = goalsAbove({ api: { call: async () => ({ challenge: { version: 2, goals } }) } }, 'id', version);
  await new Promise((resolve) => setTimeout(resolve));
  return [...element.children].map((li) => li.textContent);
}"""


async def test_a_game_of_another_version_is_not_held_against_the_goals_of_now(client_page: Page) -> None:
    asked = ["At least 90% accuracy", "At least 15 WPM", "At most 3 wrong keys"]
    assert await client_page.evaluate(ABOVE, [GOALS, 2]) == [f"○{words}" for words in asked]
    assert await client_page.evaluate(ABOVE, [GOALS, 1]) == []
    now = await client_page.evaluate(OUTCOME, [GOALS, 2])
    assert len(now) == 4
    assert now[2] == "✗At least 15 WPM (missed)12.0 WPM"
    assert await client_page.evaluate(OUTCOME, [GOALS, 1]) == ["✗Speed (missed)12.0 WPM"]


async def type_all(page: Page) -> None:
    """The challenge to its end."""
    await begin(page)
    while await type_line(page):
        pass
    await page.locator(".outcome h2").wait_for()
    await heard(page)


@pytest.mark.long
async def test_a_beginner_learns_and_an_admin_takes_an_edit_back(
    live: Live, open_page: OpenPage, pg: asyncpg.Pool, tmp_path: Path
) -> None:
    ids = await seed(pg, tmp_path / "courses", course(max_wrong_keys=0))
    page = await open_page(viewport=PHONE, reduced_motion="no-preference")
    album = Album(page, live)
    await register(page, live, "ada")
    await page.get_by_role("button", name="Play", exact=True).wait_for()  # a page that opens closes the menu
    await page.get_by_role("button", name="Menu").press("Enter")
    await press(page, "link", "Learn")
    await expect(page.locator(".tracks h2")).to_have_text(["Basics"])
    await press(page, "link", "Basics")
    await heading(page, "Basics")
    await press(page, "button", "Enrol")
    await expect(page.locator(".progress")).to_contain_text("0 of 3 passed (0%)")
    await page.locator(".lesson summary").first.press("Enter")
    await album.take("track")

    # Failed, with a hint for the next try.
    await press(page, "link", "Begin with: Empty-calls")
    await heading(page, "Empty-calls")
    await expect(page.locator(".snippet .k-name, .snippet .k-function").first).to_be_visible()
    await album.take("challenge")
    await press(page, "button", "Start")
    await begin(page)
    await type_keys(page, 3)
    await page.keyboard.press("~")
    wrong = page.locator(".live-goals li").filter(has_text="No wrong key")
    await expect(wrong).to_have_attribute("data-met", "false")
    await expect(page.locator(".live-goals li").filter(has_text="90%")).to_be_visible()
    await album.take("play-challenge")
    while await type_line(page):
        pass
    await expect(page.locator(".outcome h2")).to_have_text("Not passed yet")
    await heard(page)
    await expect(page.locator(".outcome [data-met=false]")).to_have_text(["✗No wrong key (missed)1 wrong"])
    await expect(page.get_by_role("button", name="Try again").first).to_be_focused()
    await press(page, "button", "Show a hint (2 left)")
    await expect(page.locator(".hints-shown li")).to_have_text(["Look at the keyboard."])
    await expect(page.locator(".hints-shown li")).to_be_focused()
    await album.take("challenge-failed")

    # Passed, with the keyboard alone; a place of one's own, and the way on.
    await page.locator(".outcome").get_by_role("button", name="Try again").press("Enter")
    await type_all(page)
    await expect(page.locator(".outcome h2")).to_have_text("Passed!")
    await expect(page.locator(".hints-shown li")).to_have_count(1)  # they are remembered
    await expect(page.locator("tr.own .rank")).to_have_text("1")
    await expect(page.locator("section[aria-labelledby=attempts] td.outcome")).to_have_text(
        ["passed", "missed: wrong keys"]
    )
    await album.take("challenge-passed")
    await expect(page.get_by_role("link", name="Next: Indexes")).to_be_focused()
    await page.keyboard.press("Enter")
    await heading(page, "Indexes")
    await page.locator(".where a").press("Enter")
    await expect(page.locator(".progress")).to_contain_text("1 of 3 passed (33.3%)")
    await expect(page.locator(".challenges li[data-status=COMPLETED]")).to_have_count(1)
    await album.goto("/learn", ".tracks")
    await expect(page.get_by_role("link", name="Continue: Indexes")).to_be_visible()
    await expect(page.locator(".more-ways a")).to_have_text(["Weak keys", "Topics", "Your own code"])
    await album.take("learn")
    assert not album.found(), "\n".join(album.faults)

    # An edit is the next version; players notice when it is published, and no longer when it is taken back.
    admin = await open_page(reduced_motion="no-preference")
    made = Album(admin, live)
    await staff(admin, live, pg, Role.ADMIN, "root")
    await made.goto("/admin/courses", ".courses")
    await made.take("admin-courses")
    await press(admin, "link", "Basics")
    await press(admin, "link", "Empty-calls")
    await heading(admin, "Empty-calls")
    await expect(admin.locator(".preview .row")).to_have_count(2)
    await admin.get_by_label("Code", exact=True).fill("run(1)\nstop(2)")
    await press_beyond(admin, "Suggest minutes, points and goals")
    await expect(admin.get_by_role("status").filter(has_text="Suggested from the code")).to_be_visible()
    await press_beyond(admin, "Save as the next version")
    states = admin.locator(".versions tbody tr")
    await expect(states).to_have_count(2)
    await made.take("admin-challenge")
    code = page.locator("pre.snippet")
    for button, shown in (
        (None, "run()\nstop()"),
        ("Publish version 2", "run(1)\nstop(2)"),
        ("Go back to version 1", "run()\nstop()"),
    ):
        if button:
            await press_beyond(admin, button)
            await admin.get_by_role("dialog").get_by_role("button", name=button).press("Enter")
            await expect(admin.locator(".versions [data-state=PUBLISHED]")).to_contain_text(f"Version {button[-1]}")
        await album.goto(f"/challenges/{ids['empty-calls']}", "pre.snippet")
        await expect(code).to_have_text(shown)
    # The next edit starts from what players get, not from what was taken back.
    await expect(admin.get_by_label("Code", exact=True)).to_have_value("run()\nstop()")
    await admin.get_by_label("Title").fill("Calls again")
    await press_beyond(admin, "Save as the next version")
    draft = admin.locator(".versions [data-state=DRAFT]")
    await draft.locator("summary").press("Enter")
    await expect(draft.locator("pre")).to_have_text("run()\nstop()")
    sessions = await pg.fetch("SELECT session_id FROM game_results ORDER BY ended_at")
    assert len(sessions) == 2
    for row in sessions:
        await page.goto(f"{live.url}/replay/{row['session_id']}")
        await expect(page.locator(".replay .check")).to_contain_text("Verified")
    assert not made.found(), "\n".join(made.faults)


@pytest.mark.long
async def test_an_admin_writes_a_track(live: Live, open_page: OpenPage, pg: asyncpg.Pool) -> None:
    page = await open_page(quiet=False, reduced_motion="no-preference")
    album = Album(page, live)
    await staff(page, live, pg, Role.ADMIN, "root")
    await album.goto("/admin/courses", ".admin-page form")
    await page.get_by_label("Title").fill("First steps")
    await page.get_by_label("Description").fill("What every line\nof Python is made of.")
    await press(page, "button", "Make the track")
    await heading(page, "First steps")

    await fold(page, "Add a module")
    form = page.locator("form:visible").last
    await form.get_by_label("Title").fill("Brackets")
    await form.get_by_role("button", name="Add a module").press("Enter")
    await fold(page, "Add a lesson")
    form = page.locator(".module form:visible").last
    await form.get_by_label("Title").fill("Round brackets")
    await form.get_by_label("Text (Markdown)").fill(
        "# Why\n\nThey **call** functions: `run()`.\n\n- one\n- two\n\n<b>raw</b>"
    )
    await form.get_by_role("button", name="Preview").press("Enter")
    shown = page.locator(".lesson-preview")
    await expect(shown.locator("strong, code, li")).to_have_text(["call", "run()", "one", "two"])
    await expect(shown).to_contain_text("<b>raw</b>")
    await album.take("admin-lesson")
    await form.get_by_role("button", name="Add a lesson").press("Enter")

    # Code that cannot be typed is refused where it is; then a snippet of the library is taken.
    await press(page, "link", "Add a challenge")
    await heading(page, "New challenge")
    await page.get_by_label("Title").fill("Calls")
    await page.get_by_label("Code", exact=True).fill("run(\n")
    await press_beyond(page, "Save as a draft")
    await expect(page.get_by_role("button", name="Line 1, column 4")).to_be_visible()
    await expect(page.locator("form [role=alert]").filter(visible=True)).not_to_be_empty()  # the focus is at rest
    await fold(page, "Choose a snippet from the library")
    await press_beyond(page, "Find")
    await page.locator(".snippets-found button").first.press("Enter")
    await press_beyond(page, "Suggest minutes, points and goals")
    await expect(page.get_by_label("Minimum accuracy (%)")).not_to_have_value("")
    await page.get_by_label("Hints").fill("Slowly.\n\nCalmly.")
    await page.get_by_label("Maximum wrong keys").fill("")
    await press(page, "button", "Save as a draft")
    await heading(page, "Calls")
    await press_beyond(page, "Publish version 1")
    await page.get_by_role("dialog").get_by_role("button", name="Publish version 1").press("Enter")
    await expect(page.locator(".versions tr[data-state=PUBLISHED]")).to_have_count(1)
    await expect(page.get_by_label("Hints")).to_have_value("Slowly.\nCalmly.")
    await page.locator(".where a").last.press("Enter")
    await press(page, "button", "Publish the track")
    await album.take("admin-track")
    await press(page, "link", "View it as players do")
    await press(page, "link", "Begin with: Calls")
    await heading(page, "Calls")
    await expect(page.locator(".goals li")).to_have_count(3)
    assert not album.found(), "\n".join(album.faults)


async def press_beyond(page: Page, name: str) -> None:
    """A button after the editor of code, in which Tab indents until Esc was pressed."""
    await page.keyboard.press("Escape")
    await press(page, "button", name)


async def fold(page: Page, label: str) -> None:
    """Unfold it, by the keyboard."""
    await page.locator("summary").filter(has_text=label).press("Enter")
