"""A game waits for a player who cannot see it or type, and says why keys do nothing."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.player import begin, phase, start, type_keys
from tests.browser.test_socket import Server, playing, server, welcome
from tests.browser.test_socket import phase as game_phase
from tests.live import Live, until

__all__ = ["server"]

# What a browser does when another tab is chosen.
HIDE = """(state) => {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
LEAVE_WINDOW = "dispatchEvent(new Event('blur'))"
# While a machine sleeps its clock goes on, and nothing runs.
SLEEP = "(() => { const now = Date.now; Date.now = () => now() + 40_000; })()"


async def test_the_clock_waits_for_a_player_who_is_away(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)  # the browser logs what fails while it is offline
    dialog = page.get_by_role("dialog")
    await start(page, live)
    await type_keys(page, 2)
    (game,) = live.play.table.games()
    for away, why in ((LEAVE_WINDOW, "Your keys went to another window"), (SLEEP, "Your computer was asleep")):
        await page.evaluate(away)
        await expect(dialog).to_contain_text(why)
        await until(lambda: not game.session.running)
        await dialog.get_by_role("button", name="Resume").click()
        await begin(page)
        await type_keys(page, 2)
    await page.context.set_offline(True)
    await phase(page, "reconnecting")
    await page.evaluate(HIDE, "hidden")
    await page.context.set_offline(False)
    await phase(page, "paused")
    await page.evaluate(HIDE, "visible")
    await expect(dialog).to_contain_text("You could not see this page")
    await dialog.get_by_role("button", name="Resume").click()
    await begin(page)


async def test_a_click_beside_the_code_takes_no_keys_away(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    field = page.get_by_role("textbox")
    for place in (".figure.score", ".hints:not(.touch)", ".mute"):
        await page.locator(place).click()
        await expect(field).to_be_focused()
    await type_keys(page, 2)


async def test_a_game_that_nobody_sees_does_not_begin(client_page: Page, server: Server) -> None:
    await server.next("hello")
    await client_page.evaluate("game.here = () => false")
    server.send(welcome())
    await game_phase(client_page, "paused")
    await client_page.evaluate("game.here = () => true; game.resume()")
    await game_phase(client_page, "countdown")


async def test_it_says_why_it_paused_whatever_the_server_calls_it(client_page: Page, server: Server) -> None:
    await playing(client_page, server, "a")
    await client_page.evaluate("game.gone('asleep')")
    await server.next("pause")
    server.send({"t": "paused", "v": 3, "at": 10, "reason": "player", "pauses": 1, "paused_ms": 0})
    await client_page.wait_for_function("game.pauses === 1")
    assert await client_page.evaluate("[game.phase, game.pauseReason]") == ["paused", "asleep"]


# No socket gets through, though all else does: what answers is no WebSocket.
NO_SOCKETS = """(() => {
  const Socket = WebSocket;
  window.WebSocket = class extends Socket {
    constructor(url, protocol) { super(url.replace('/ws/play', '/healthz'), protocol); }
  };
})()"""


async def test_what_hinders_is_named(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    await start(page, live)
    hindrance = page.locator(".hindrance")
    await page.keyboard.insert_text("фы")
    await expect(hindrance).to_contain_text("letters of another script")
    await type_keys(page, 1)
    await expect(hindrance).to_be_hidden()
    blocked = await open_page(quiet=False)
    await blocked.add_init_script(NO_SOCKETS)
    await blocked.goto(live.url)
    await blocked.get_by_role("button", name="Play", exact=True).click()
    await phase(blocked, "reconnecting")
    await expect(blocked.get_by_role("heading", level=2)).to_have_text("No connection to the game yet")
    await blocked.locator(".overlay").get_by_text("may block WebSockets").wait_for()
    await expect(blocked.locator("#live span", has_text="may block WebSockets")).to_have_count(1)
