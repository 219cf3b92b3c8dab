"""A player in Chromium: reads what is due from the page, as eyes do, and presses it."""

from __future__ import annotations

from http import HTTPStatus

from playwright.async_api import Page, expect

from game.terms import Role
from server.infra.postgres import Pool
from tests.live import Live

# What the caret stands on: a character, "Enter", or nothing between two waves.
DUE = """() => {
  const line = document.querySelector('.play .lane[data-state=target]');
  const due = line && line.querySelector('.c:not(.typed), .enter:not(.typed)');
  if (!due) return null;
  return due.classList.contains('enter') ? 'Enter' : due.textContent;
}"""
# All that is to be typed of the line under the caret; of the given wave alone, if one is given.
LINE = """(wave) => wave !== null && document.querySelector('.figure.wave strong').innerText !== wave ? [] : [
  ...document.querySelectorAll('.play .lane[data-state=target] :is(.c, .enter):not(.typed)')
].map((one) => one.classList.contains('enter') ? 'Enter' : one.textContent)"""
STANDING = "[document.querySelector('.play').dataset.phase, document.activeElement.outerHTML.slice(0, 80)].join()"
WAVE_KEYS_LIMIT = 3_000  # no snippet is that long
PASSWORD = "correct horse battery"


async def phase(page: Page, name: str) -> None:
    await page.wait_for_selector(f".play[data-phase={name}]")


async def register(page: Page, live: Live, username: str) -> None:
    await page.goto(f"{live.url}/register")
    await sign_up(page, username)
    await page.wait_for_url(f"{live.url}/")


async def signed_up(page: Page, live: Live, username: str, then: str = "") -> None:
    """A new player, who is on the page `then`. Registered by the API: to fill in the form takes two pages, and what it
    does is claimed elsewhere."""
    account = {"username": username, "email": f"{username}@example.test", "password": PASSWORD}
    answer = await page.request.post(f"{live.url}/api/auth/register", data=account)
    assert answer.status == HTTPStatus.CREATED, await answer.text()
    if then:
        await page.goto(f"{live.url}{then}")


async def sign_up(page: Page, username: str) -> None:
    """On the page that asks for it, wherever it leads."""
    await page.get_by_label("Username").fill(username)
    await page.get_by_label("Email").fill(f"{username}@example.test")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Register").click()


async def log_in(page: Page, live: Live, username: str, then: str = "/") -> None:
    await page.goto(f"{live.url}/login?then={then}")
    await page.get_by_label("Username or email").fill(username)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Log in").click()
    await page.wait_for_url(f"{live.url}{then}")


async def staff(page: Page, live: Live, pg: Pool, role: Role, username: str) -> None:
    """Who has just registered, and has the role; on no page yet."""
    await signed_up(page, live, username)
    await pg.execute("UPDATE users SET role = $2 WHERE username = $1", username, role)


async def start(page: Page, live: Live, language: str = "Python", difficulty: str = "Easy") -> None:
    """From the start page to the first key."""
    if page.url != f"{live.url}/":
        await page.goto(live.url)
    await page.get_by_label(language, exact=True).check()
    await page.get_by_label(difficulty, exact=True).check()
    await page.get_by_role("button", name="Play", exact=True).click()
    await begin(page)


async def begin(page: Page) -> None:
    """Do not wait for the countdown."""
    await phase(page, "countdown")
    await page.keyboard.press("Enter")
    await phase(page, "running")


async def press_due(page: Page) -> str:
    due = await page.evaluate(DUE)
    assert due is not None, "nothing is due"
    await page.keyboard.press(due)
    return str(due)


async def type_line(page: Page, most: int | None = None, wave: str | None = None) -> list[str]:
    """What is left of the line under the caret, or as many keys of it; one message for all, not three for each. No key
    where nothing is due."""
    due: list[str] = (await page.evaluate(LINE, wave))[:most]
    await page.keyboard.type("".join("\n" if key == "Enter" else key for key in due))
    return due


async def type_keys(page: Page, count: int) -> list[str]:
    typed: list[str] = []
    while len(typed) < count:
        line = await type_line(page, count - len(typed))
        assert line, "nothing is due"
        typed += line
    return typed


async def type_wave(page: Page) -> int:
    """Every key of the wave under way, until the next one is there; how many keys it took."""
    wave = await figure(page, "wave")
    keys = 0
    while line := await type_line(page, wave=wave):
        assert keys < WAVE_KEYS_LIMIT, f"no key is taken: {await page.evaluate(STANDING)}"
        keys += len(line)
    await expect(page.locator(".figure.wave strong")).not_to_have_text(wave)
    await page.locator(".lane[data-state=target] .c:not(.typed)").first.wait_for()
    return keys


async def heard(page: Page) -> None:
    """For a while after a game's end the page takes no key."""
    await page.wait_for_selector("html:not(.hushed)", state="attached")


async def figure(page: Page, name: str) -> str:
    """A figure above the arena, once it is drawn: wave, hp, combo, wpm, accuracy, score, time."""
    return await page.locator(f".figure.{name} strong:not(:empty)").inner_text()


async def quit_game(page: Page) -> str:
    """By the keyboard alone; the result's id."""
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Quit", exact=True).last.press("Enter")
    await page.get_by_role("button", name="Quit and see the result").press("Enter")
    await page.wait_for_url("**/results/*")
    await page.wait_for_selector(".result .total")
    await heard(page)
    return page.url.rsplit("/", 1)[1]
