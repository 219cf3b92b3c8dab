"""A player brings a file of their own, looks through what was found in it, keeps it, types it and publishes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from server.infra.postgres import Pool
from tests.browser.album import Album
from tests.browser.conftest import OpenPage
from tests.browser.player import begin, figure, heard, quit_game, signed_up, type_keys, type_wave
from tests.live import Live

SHOP = """def total(prices):
\tfound = sum(prices)
\treturn round(found, 2)


def greet(name):
    greeting = “Hello, ”
    return greeting + name


def dish():
    rice = '飯'
    return rice + 'rice'


class Basket:
    def __init__(self):
        self.items = []
"""
UTIL = "export const half = (n) => n / 2;\nexport const third = (n) => n / 3;\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shop"
    (made / "node_modules" / "left-pad").mkdir(parents=True)
    (made / "shop.py").write_text(SHOP)
    (made / "util.js").write_text(UTIL)
    (made / "README.md").write_text("# Shop\n")
    (made / "node_modules" / "left-pad" / "index.js").write_text("module.exports = (text) => text;\n")
    return made


@pytest.mark.long
async def test_a_player_types_their_own_file(live: Live, pg: Pool, open_page: OpenPage, folder: Path) -> None:
    page = await open_page()
    album = Album(page, live)
    await signed_up(page, live, "ada")
    await album.goto("/code", ".own-code")
    await album.take("own-code-empty")
    await page.get_by_label("Choose a folder").set_input_files(folder)
    found = page.locator(".found")
    await expect(found.locator("h2")).to_be_focused()
    await expect(page.locator(".bring [role=status]")).to_have_text("2 files chosen. 2 other files left out.")
    await expect(found.locator("[role=status]").first).to_contain_text("4 pieces to type in 2 files.")
    await expect(found.locator(".left-out li")).to_contain_text("shop/shop.py, line 12 U+98EF is not ASCII.")
    mended = found.locator("section.pieces").filter(has_text="Mended so that they can be typed")
    await expect(mended.locator("li")).to_have_count(2)
    await expect(mended).to_contain_text('greeting = "Hello, "')
    await album.take("own-code-found")
    await mended.locator("input[type=checkbox]").last.uncheck()
    await expect(page.get_by_role("button", name="Save 2 pieces")).to_be_visible()
    await expect(page.locator(".save")).to_contain_text("1 other piece can be saved after it.")
    await page.get_by_label("Name of the new collection").fill("Shop")
    await page.get_by_role("button", name="Save 2 pieces").click()
    await expect(page.locator("#yours ~ div")).to_contain_text("Shop")
    await page.get_by_label("Name of the new collection").fill("Halves")
    await page.get_by_role("button", name="Save 1 piece").click()
    await page.wait_for_url("**/code/*")
    await expect(page.locator("h1")).to_have_text("Halves")
    await page.go_back()
    await page.get_by_role("link", name="Shop").click()
    await expect(page.locator("h1")).to_have_text("Shop")
    rows = await pg.fetch(
        "SELECT snippet_text FROM collection_snippets s JOIN collections c ON c.id = s.collection_id"
        " WHERE c.name = 'Shop' ORDER BY place"
    )
    assert [row["snippet_text"].partition("\n")[0] for row in rows] == ["def total(prices):", "class Basket:"]
    await album.take("own-code-collection")

    await page.get_by_role("button", name="Practise", exact=True).click()
    await begin(page)
    await expect(page.locator(".figure.hp")).to_be_hidden()
    for _ in range(3):
        await type_wave(page)
    await type_keys(page, 4)
    assert await figure(page, "wave") == "4"
    await quit_game(page)
    await page.wait_for_selector(".closer:not([aria-busy])")
    await expect(page.get_by_role("link", name="Practice on own code")).to_be_visible()
    await expect(page.locator(".waves .report")).to_have_count(0)
    await heard(page)
    await page.get_by_role("link", name="Practice on own code").click()
    await expect(page.locator(".own-code")).to_contain_text("0 players")

    await page.get_by_label("Who can see it").select_option("Everybody")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("✓ Saved")).to_be_visible()
    await page.get_by_role("button", name="Delete shop/shop.py:16-18").click()
    await expect(page.locator(".snippets-kept > li")).to_have_count(1)
    await album.goto("/code", ".collections")
    await expect(page.locator("#public ~ div .collections")).to_contain_text("Shop")
    await album.take("own-code-lists")
    assert album.found() == []


async def test_code_is_pasted_by_the_keyboard_alone_and_what_is_private_is_gone_for_others(
    live: Live, pg: Pool, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.goto(live.url)
    await page.get_by_role("link", name="Own code").press("Enter")
    await expect(page.get_by_label("Paste code")).to_be_focused()
    await page.keyboard.insert_text("left = [1, 2]\nright = left + left\n")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Py")  # the language
    for _ in range(3):  # files, folder, the button
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".found h2")).to_be_focused()
    button = page.get_by_role("button", name="Save 1 piece")
    for _ in range(12):
        if await button.evaluate("one => one === document.activeElement"):
            break
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/code/*")
    await expect(page.locator("h1")).to_have_text("My code")
    address = page.url
    other = await open_page(quiet=False)
    await other.goto(address)
    await expect(other.locator("h1")).to_have_text("This collection is gone")
