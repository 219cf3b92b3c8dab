"""What holds for the client as a whole: its weight, its themes, the keyboard alone, small screens, addresses."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, Response, expect

from tests.browser.conftest import PHONE, OpenPage, ServerClock
from tests.browser.player import begin, heard, phase, start, type_keys
from tests.live import Live

FIRST_LOAD_LIMIT_BYTES = 110_000  # on the wire; some 40,000 are two fonts
UNPACKED_LIMIT_BYTES = 220_000
SECOND_LOAD_LIMIT_BYTES = 15_000  # some 170 for each file, to hear that it has not changed

# The next frame drawn, and what moves because of it come to rest.
SETTLED = """() => new Promise(requestAnimationFrame).then(() => Promise.allSettled(
  document.querySelector('.lanes').getAnimations({ subtree: true }).map((one) => one.finished)))"""


async def test_an_address_is_filled_in_part_by_part(client_page: Page) -> None:
    filled = await client_page.evaluate(
        """async () => {
          const { getUsersByUsername, getGroupsBySlug } = await import('/static/js/later-routes.js');
          return [getUsersByUsername('a/b c'), getUsersByUsername('ada'), getGroupsBySlug('g')];
        }"""
    )
    assert [(one["method"], one["path"]) for one in filled] == [
        ("GET", "/api/users/a%2Fb%20c"),
        ("GET", "/api/users/ada"),
        ("GET", "/api/groups/g"),
    ]


async def test_first_load_is_light_and_asks_nobody_else(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    answers: list[Response] = []

    def take(answer: Response) -> None:
        answers.append(answer)

    page.on("response", take)
    await page.goto(live.url, wait_until="networkidle")
    assert {answer.url.split("/")[2] for answer in answers} == {live.url.split("/")[2]}
    sent = sum([(await answer.request.sizes())["responseBodySize"] for answer in answers])
    unpacked = sum([len(await answer.body()) for answer in answers])
    assert sent <= FIRST_LOAD_LIMIT_BYTES
    assert unpacked <= UNPACKED_LIMIT_BYTES


async def test_a_second_visit_weighs_almost_nothing(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(live.url, wait_until="networkidle")
    network = await page.context.new_cdp_session(page)
    await network.send("Network.enable")
    on_the_wire: list[float] = []
    network.on("Network.loadingFinished", lambda loaded: on_the_wire.append(loaded["encodedDataLength"]))
    await page.goto(live.url, wait_until="networkidle")
    assert len(on_the_wire) > 20
    assert sum(on_the_wire) < SECOND_LOAD_LIMIT_BYTES


@pytest.mark.parametrize("file", ["js/games.js", "js/game/again.js"])
async def test_a_part_of_the_start_page_that_does_not_come_is_told_in_words(
    live: Live, open_page: OpenPage, file: str
) -> None:
    page = await open_page(quiet=False)
    await page.route(f"**/{file}", lambda route: route.abort())
    await page.goto(live.url)
    await page.get_by_role("button", name="Play", exact=True).click()
    await expect(page.get_by_role("main")).to_contain_text("The server is not responding. Check your connection")


async def test_a_page_that_does_not_come_is_told_and_tried_again(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    await page.goto(live.url)
    heading, again = page.get_by_role("heading", level=1), page.get_by_role("button", name="Try again")
    module = "**/js/pages/leaderboard/page.js"
    of_another_release = "import { nothing } from '../../dom.js';"
    for answer in (
        lambda route: route.abort(),
        lambda route: route.fulfill(status=503),
        lambda route: route.fulfill(body=of_another_release, content_type="text/javascript"),
    ):
        await page.goto(live.url)
        await page.route(module, answer)
        await page.get_by_role("link", name="Leaderboard").first.click()
        await expect(heading).to_have_text("This page could not be opened")
        await expect(again).to_be_focused()
        await page.unroute(module)
        await again.click()
        await expect(heading).to_have_text("Leaderboard")


@pytest.mark.parametrize("file", ["js/main.js", "js/router.js", "js/dom.js"])
async def test_a_page_without_its_first_files_is_not_empty(live: Live, open_page: OpenPage, file: str) -> None:
    page = await open_page(quiet=False)
    await page.route(f"**/{file}", lambda route: route.abort())
    await page.goto(f"{live.url}/leaderboard")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Pro Dev could not be loaded")
    await page.unroute(f"**/{file}")
    await page.get_by_role("link", name="Try again").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Leaderboard")


async def test_an_answer_that_is_none_of_the_servers_is_told_in_words(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    await page.route("**/api/auth/login", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
    await page.goto(f"{live.url}/login")
    await page.get_by_label("Username or email").fill("ada")
    await page.get_by_label("Password").fill("correct horse battery")
    await page.get_by_role("button", name="Log in").click()
    await expect(page.get_by_role("main")).to_contain_text("The server is not responding. Check your connection")


async def test_chosen_theme_stays(live: Live, open_page: OpenPage) -> None:
    page = await open_page(color_scheme="dark")
    await page.goto(live.url)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    dark = await page.evaluate(ground)
    await page.get_by_role("button", name="Use the light theme").click()
    light = await page.evaluate(ground)
    assert light != dark
    await page.reload()
    assert await page.evaluate(ground) == light
    await expect(page.get_by_role("button", name="Use the dark theme")).to_be_visible()


async def test_whole_flow_needs_no_mouse(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(live.url)
    await tab_to(page, "Play")
    await page.keyboard.press("Enter")
    await begin(page)
    await type_keys(page, 5)
    await page.keyboard.press("Escape")
    await phase(page, "paused")
    await page.keyboard.press("Escape")  # and on again
    await begin(page)
    await type_keys(page, 5)
    await page.keyboard.press("Escape")
    await phase(page, "paused")
    await tab_to(page, "Quit")
    await page.keyboard.press("Enter")
    await tab_to(page, "Quit and see the result")
    await page.keyboard.press("Enter")
    await page.locator(".result").wait_for()
    await heard(page)
    await page.keyboard.press("Enter")  # play again
    await phase(page, "countdown")


async def tab_to(page: Page, name: str) -> None:
    for _ in range(30):
        if (
            await page.evaluate("document.activeElement.matches('button') && document.activeElement.textContent")
            == name
        ):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached with Tab")


async def test_reduced_motion_is_honoured(live: Live, open_page: OpenPage) -> None:
    page = await open_page(reduced_motion="reduce")
    await start(page, live)
    await type_keys(page, 12)
    running: list[Any] = await page.evaluate("document.getAnimations().map((one) => one.animationName ?? one.id)")
    assert running == []
    blank = await page.evaluate(
        "(() => { const c = document.querySelector('canvas');"
        " return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.every((v) => v === 0); })()"
    )
    assert blank, "sparks were drawn"


@pytest.mark.long
async def test_long_line_follows_the_caret_on_a_phone(
    live: Live, open_page: OpenPage, server_clock: ServerClock
) -> None:
    page = await open_page(viewport=PHONE)
    await start(page, live, difficulty="Expert")
    server_clock.hold()  # a page that is looked at after each key may take longer than the wall stands
    for _ in range(60):
        await type_keys(page, 1)
        await page.evaluate(SETTLED)
        box = await page.locator(".caret").bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= PHONE["width"]


async def test_board_filters_stand_in_the_address(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(f"{live.url}/leaderboard")
    await page.get_by_label("Rank by").select_option("net_wpm")
    await page.wait_for_url("**/leaderboard?metric=net_wpm")
    await page.get_by_label("Language").select_option("REACT")
    await page.wait_for_url("**/leaderboard?metric=net_wpm&language=REACT")
    await page.go_back()
    await expect(page.get_by_label("Language")).to_have_value("")
    await expect(page.get_by_label("Rank by")).to_have_value("net_wpm")
