"""An admin looks after the library and the accounts in the browser; others are told that they may not."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from playwright.async_api import FilePayload, Page, expect

from game.analysis import key_figures, played_waves
from game.terms import Role
from server.infra.postgres import Pool
from server.library import draw
from server.library.languages import SYNTAXES
from server.practice.plays import DUE_MINIMUM
from tests.browser.album import Album
from tests.browser.conftest import OpenPage
from tests.browser.player import log_in, phase, register, staff
from tests.live import Live
from tests.stored_logs import stored_logs

FAULTY = "def total(prices):\n    if prices\n        return sum(prices)\n\n    return 0"
MENDED = FAULTY.replace("if prices\n", "if prices:\n")
CARET = "document.activeElement.id === 'code' ? document.activeElement.selectionStart : null"


async def admin_of(page: Page, live: Live, pg: Pool, username: str = "keeper") -> None:
    """Registers, becomes an admin, and opens the admin's page."""
    await staff(page, live, pg, Role.ADMIN, username)
    await page.goto(f"{live.url}/admin")
    await expect(page.get_by_role("heading", name="Snippets", level=1)).to_be_visible()


async def type_code(page: Page, text: str) -> None:
    await page.get_by_label("Code", exact=True).fill(text)


async def upload(page: Page, texts: dict[str, str]) -> None:
    await page.get_by_label("Files", exact=True).set_input_files(
        [FilePayload(name=name, mimeType="text/plain", buffer=text.encode()) for name, text in texts.items()]
    )


async def saved_as(page: Page, pg: Pool, version: int) -> dict[str, Any]:
    """The latest version, once the page of it is open."""
    await expect(page.locator(".source .headline")).to_contain_text(f"v{version}")
    row = await pg.fetchrow("SELECT * FROM code_snippets WHERE id = $1", page.url.rsplit("/", 1)[1])
    assert row is not None
    assert row["version"] == version
    return dict(row)


@pytest.mark.long
async def test_an_admin_adds_mends_publishes_edits_and_takes_out_a_snippet(
    live: Live, open_page: OpenPage, pg: Pool
) -> None:
    page = await open_page(quiet=False)
    await admin_of(page, live, pg)
    await page.get_by_role("link", name="Admin", exact=True).click()
    await page.locator(".headline").get_by_role("link", name="New snippet").click()
    await expect(page.get_by_role("heading", name="New snippet", level=1)).to_be_visible()
    await page.get_by_label("Difficulty").select_option("HARD")
    await page.get_by_label("Category").fill("functions")

    # What its author's own tools did to it is undone at a press, which can itself be undone.
    await type_code(page, "print(“a”)\t \nprint('ok')")
    mend = page.get_by_role("button", name="Fix tabs")
    await mend.click()
    await expect(page.locator(".preview .row")).to_have_count(2)
    code = page.get_by_label("Code", exact=True)
    assert await code.input_value() == "print(\"a\")\nprint('ok')"
    await expect(mend).to_be_hidden()
    await expect(code).to_be_focused()
    await page.keyboard.press("Control+z")
    await expect(mend).to_be_enabled()

    # An error stands at its line and column, before anything is sent to be kept.
    await type_code(page, FAULTY)
    fault = page.get_by_role("button", name="Line 2, column 14")
    await expect(fault).to_be_visible()
    await fault.click()
    assert await page.evaluate(CARET) == FAULTY.index("\n        return")
    await page.get_by_role("button", name="Save and publish").click()
    await expect(page.get_by_role("alert").filter(has_text="not saved")).to_be_visible()
    await expect(page.locator(".colours .k-keyword")).to_have_text(["def", "if", "return", "return"])
    assert await page.locator(".colours").inner_text() == FAULTY
    await page.keyboard.press(":")  # the caret is there again
    await expect(page.locator(".preview .row")).to_have_count(5)
    assert await page.get_by_label("Code", exact=True).input_value() == MENDED
    await expect(page.locator(".preview .row").nth(1).locator(".auto")).to_have_text("····")
    await expect(page.locator(".preview .row.blank")).to_have_count(1)
    await expect(page.locator(".preview .k-keyword").first).to_have_text("def")

    await page.get_by_role("button", name="Save and publish").click()
    await page.wait_for_url("**/admin/snippets/*-*")
    first = await saved_as(page, pg, 1)
    assert first["snippet_text"] == MENDED
    await a_game_serves(page, live, pg, first)

    # Another text is another version; what was there before can be compared and brought back.
    await page.goto(f"{live.url}/admin/snippets/{first['id']}")
    await type_code(page, MENDED.replace("return 0", "return None"))
    await page.get_by_role("button", name="Save", exact=True).click()
    second = await saved_as(page, pg, 2)
    await expect(page.locator(".diff .change.removed code")).to_have_text("    return 0")
    await expect(page.locator(".diff .change.added code")).to_have_text("    return None")
    await page.get_by_role("button", name="Restore version 1").click()
    await page.get_by_role("dialog").get_by_role("button", name="Restore version 1").click()
    third = await saved_as(page, pg, 3)
    assert (third["snippet_text"], third["supersedes_id"]) == (MENDED, second["id"])

    # Players suggest a speed; here one of their answers is put into the server's mouth.
    said = {"id": str(third["id"]), "expected_wpm": third["expected_wpm"], "model_wpm": 40.0, "suggested_wpm": 51.5}
    enough = {"games": 20, "games_needed": 12, "players": 6, "players_needed": 5}
    await page.route("**/api/snippets/*/estimate", lambda route: route.fulfill(json={**said, **enough}))
    await page.reload()
    await page.get_by_role("button", name="Adopt 51.5 WPM").click()
    await expect(page.get_by_label("Expected speed")).to_have_value("51.5")

    await page.get_by_role("button", name="Retire").click()
    await expect(page.locator(".source .state")).to_contain_text("Retired")
    assert await draw(pg, "PYTHON", "HARD") is None


async def a_game_serves(page: Page, live: Live, pg: Pool, snippet: dict[str, Any]) -> None:
    """The only snippet of its kind is what a game of that kind begins with."""
    await page.goto(live.url)
    await page.get_by_label("Python", exact=True).check()
    await page.get_by_label("Hard", exact=True).check()
    await page.get_by_role("button", name="Play", exact=True).click()
    await phase(page, "countdown")
    await expect(page.locator(".play .lane code").first).to_have_text(snippet["snippet_text"].split("\n")[0])


async def test_an_edit_that_crosses_another_is_shown_beside_it(live: Live, open_page: OpenPage, pg: Pool) -> None:
    page = await open_page(quiet=False)
    await admin_of(page, live, pg)
    await page.locator(".snippets td.what a").first.click()
    await page.locator(".preview .row").first.wait_for()
    seen = page.url.rsplit("/", 1)[1]
    await type_code(page, MENDED)
    await pg.execute("UPDATE code_snippets SET category = 'others' WHERE id = $1", seen)
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.locator(".conflict")).to_contain_text("Somebody else changed this snippet")
    await expect(page.locator(".conflict .change.added").first).to_be_visible()
    await page.get_by_role("button", name="Overwrite theirs with mine").click()
    assert (await saved_as(page, pg, 2))["snippet_text"] == MENDED


async def test_tab_indents_and_escape_lets_it_leave(live: Live, open_page: OpenPage, pg: Pool) -> None:
    page = await open_page()
    await admin_of(page, live, pg)
    await page.goto(f"{live.url}/admin/snippets/new")
    code = page.get_by_label("Code", exact=True)
    await code.focus()
    await page.keyboard.type("if ready:\n")
    await page.keyboard.press("Tab")
    await page.keyboard.type("go()\n")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.type("stop()")
    assert await code.input_value() == "if ready:\n    go()\nstop()"
    await page.keyboard.press("Escape")
    await page.keyboard.press("Tab")
    await expect(code).not_to_be_focused()
    # What is not saved is there again, also after the page was left.
    await page.goto(f"{live.url}/admin/snippets/new")
    await expect(code).to_have_value("if ready:\n    go()\nstop()")
    await page.get_by_role("button", name="Discard changes").click()
    await expect(code).to_have_value("")


async def test_of_three_files_the_bad_one_is_named_and_the_good_ones_come_in(
    live: Live, open_page: OpenPage, pg: Pool
) -> None:
    page = await open_page()
    await admin_of(page, live, pg)
    before = await pg.fetchval("SELECT count(*) FROM code_snippets")
    await page.get_by_role("navigation", name="Admin").get_by_role("link", name="Upload files").click()
    taken = await page.get_by_label("Files", exact=True).get_attribute("accept")
    assert taken is not None
    assert set(taken.split(",")) == {".zip", *(suffix for syntax in SYNTAXES.values() for suffix in syntax.suffixes)}
    texts = {"loops_sum.py": "total = 0\nfor n in range(30):\n    total += n * n", "bad.py": FAULTY, "words.py": MENDED}
    await upload(page, texts)
    bad = page.get_by_role("row").filter(has_text="bad.py")
    await expect(bad).to_contain_text("Line 2, column 14")
    assert await pg.fetchval("SELECT count(*) FROM code_snippets") == before
    await page.get_by_role("button", name="Add 2 drafts").click()
    await expect(page.get_by_role("row").filter(has_text="loops_sum.py")).to_contain_text("Added")
    rows = await pg.fetch("SELECT category, source FROM code_snippets WHERE published_at IS NULL ORDER BY category")
    assert [tuple(row) for row in rows] == [("loops", "upload: loops_sum.py"), ("uploaded", "upload: words.py")]
    await page.get_by_role("link", name="Show them in the list").click()
    await expect(page.locator(".snippets tbody tr")).to_have_count(2)

    # Both at once into the rotation, by the keyboard alone.
    await page.get_by_label("Select all on this page").press("Space")
    await page.get_by_role("button", name="Publish").press("Enter")
    await page.get_by_role("dialog").get_by_role("button", name="Publish").press("Enter")
    await expect(page.locator(".admin .empty")).to_be_visible()
    assert await pg.fetchval("SELECT count(*) FROM code_snippets WHERE is_active") == before + 2


async def test_filters_of_the_list_stand_in_the_address_and_the_selection_is_exported(
    live: Live, open_page: OpenPage, pg: Pool
) -> None:
    page = await open_page()
    await admin_of(page, live, pg)
    await page.get_by_label("Difficulty").select_option("EXPERT")
    await page.wait_for_url("**/admin?difficulty=EXPERT")
    rows = page.locator(".snippets tbody tr")
    found = await pg.fetch(
        "SELECT lower(concat(snippet_text, category, source)) AS text FROM code_snippets WHERE difficulty = 'EXPERT'"
    )
    experts = [row["text"] for row in found]
    await expect(rows).to_have_count(len(experts))
    await expect(page.get_by_label("Difficulty")).to_be_focused()
    await page.get_by_label("Search text").fill("class ")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/admin?difficulty=EXPERT&q=class")
    shown = sum("class" in text for text in experts)
    assert 0 < shown < len(experts)
    await expect(rows).to_have_count(shown)
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Export these").click()
    assert (await download.value).suggested_filename == "prodev-snippets.json"
    await expect(page.locator("#notices")).to_contain_text(f"{shown} snippet")
    await page.reload()
    await expect(page.get_by_label("Search text")).to_have_value("class")


async def test_an_admin_gives_a_role_disables_and_resets(live: Live, open_page: OpenPage, pg: Pool) -> None:
    other = await open_page(quiet=False)  # whom the reset signs out
    await register(other, live, "newcomer")
    page = await open_page(quiet=False)
    await admin_of(page, live, pg)
    await page.get_by_role("navigation", name="Admin").get_by_role("link", name="Users").click()
    await page.get_by_label("Search names").fill("newcom")
    await page.keyboard.press("Enter")
    await expect(page.locator(".accounts tbody tr")).to_have_count(1)
    await page.get_by_label("Role of newcomer").select_option("MODERATOR")
    await expect(page.locator("#notices")).to_contain_text("newcomer is now a moderator")
    assert await pg.fetchval("SELECT role FROM users WHERE username = 'newcomer'") == "MODERATOR"
    await page.get_by_role("button", name="Reset password for newcomer").click()
    await page.get_by_label("New password").fill("another battery")
    await page.get_by_role("button", name="Set password", exact=True).click()
    await expect(page.locator("#notices")).to_contain_text("has a new password")
    login = {"login": "newcomer", "password": "another battery"}
    assert (await live.http.post("/api/auth/login", json=login)).status_code == 200
    await page.get_by_role("button", name="Mark as robot: newcomer").click()
    await expect(page.locator("#notices")).to_contain_text("marked as a robot")
    await page.get_by_role("combobox", name="Player", exact=True).select_option("Robots")
    await expect(page.locator(".accounts tbody tr")).to_have_count(1)
    await expect(page.locator(".accounts tbody tr")).to_contain_text("robot")
    stranger = await open_page()
    await stranger.goto(f"{live.url}/players/newcomer")
    await expect(stranger.locator(".since .tag")).to_have_text(["moderator", "robot"])
    await page.get_by_role("button", name="Mark as person: newcomer").click()
    await expect(page.get_by_text("No accounts match these filters.")).to_be_visible()
    await page.get_by_role("combobox", name="Player", exact=True).select_option("People")
    await page.get_by_role("button", name="Disable newcomer").click()
    await page.get_by_role("dialog").get_by_role("button", name="Disable", exact=True).click()
    await expect(page.locator(".accounts tbody tr")).to_contain_text("Disabled")
    assert (await live.http.post("/api/auth/login", json=login)).status_code >= 400
    # The last admin stays one.
    await page.goto(f"{live.url}/admin/users?search=keeper")
    await page.get_by_label("Role of keeper").select_option("PLAYER")
    await page.get_by_role("dialog").get_by_role("button", name="Player").click()
    await expect(page.locator("#notices")).to_contain_text("last active admin")
    await expect(page.get_by_label("Role of keeper")).to_have_value("ADMIN")


async def test_who_is_no_admin_is_told_so(live: Live, open_page: OpenPage, pg: Pool) -> None:
    page = await open_page()
    await page.goto(f"{live.url}/admin")
    await expect(page.get_by_role("heading", name="Admins only")).to_be_visible()
    await register(page, live, "someone")
    await expect(page.get_by_role("link", name="Admin", exact=True)).to_have_count(0)
    for path in ("/admin", "/admin/snippets/new", "/admin/upload", "/admin/users"):
        await page.goto(live.url + path)
        await expect(page.locator(".denied")).to_contain_text("signed in as someone")
    await pg.execute("UPDATE users SET role = 'ADMIN' WHERE username = 'someone'")
    await log_in(page, live, "someone", then="/admin")
    await expect(page.get_by_role("heading", name="Snippets", level=1)).to_be_visible()


@pytest.mark.long
async def test_every_page_for_admins_is_sound(live_with_demo: Live, open_page: OpenPage, pg: Pool) -> None:
    page = await open_page()
    await admin_of(page, live_with_demo, pg)
    seen = await pg.fetchval(
        "SELECT id FROM code_snippets WHERE language = 'PYTHON' AND difficulty = 'EASY'"
        " ORDER BY usage_count DESC, id LIMIT 1"
    )
    await page.goto(f"{live_with_demo.url}/admin/snippets/{seen}")
    code = page.get_by_label("Code", exact=True)
    await code.fill(f"{await code.input_value()}\nprint('once more')")
    await page.get_by_role("button", name="Save", exact=True).click()
    seen = (await saved_as(page, pg, 2))["id"]
    # Whether the newest snippets were played, and typed with mistakes, is chance; this one was.
    played = next(
        one.wave.text.splitlines()[0]
        for log in await stored_logs(pg)
        for one in played_waves(log)
        if one.wave.snippet_id != seen and any(of.missed and of.presses >= DUE_MINIMUM for of in key_figures([one]))
    )
    album = Album(page, live_with_demo)
    await walk(album, page, seen, played)
    assert not album.found(), "\n".join(album.faults)


async def walk(album: Album, page: Page, snippet_id: str, played: str) -> None:
    await album.goto(f"/admin?q={quote(played)}", ".snippets .worst")
    await album.take("admin")
    await album.goto("/admin", ".snippets tr")
    await page.get_by_role("checkbox", name="that match the filters").check()
    await page.get_by_role("button", name="Retire").click()
    await album.take("admin-sure")
    await page.keyboard.press("Escape")
    await album.goto(f"/admin/snippets/{snippet_id}", ".figures dl")
    await page.locator(".preview .row").first.wait_for()
    await album.take("admin-snippet")
    await album.goto("/admin/snippets/new", ".editor")
    await type_code(page, FAULTY)
    await page.locator(".faults li").wait_for()
    await album.take("admin-new")
    await album.goto("/admin/upload", ".drop")
    await upload(page, {"loops_sum.py": "total = 0\nfor n in range(30):\n    total += n * n", "bad.py": FAULTY})
    await page.get_by_role("button", name="Add 1 draft").wait_for()
    await album.take("admin-upload")
    await album.goto("/admin/users", ".accounts")
    await album.take("admin-users")
