"""Races between players in the browser: from the lobby to the places, and whatever comes between."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Locator, Page, Route, expect

from server.infra.postgres import Pool
from tests.browser.album import SIZES, Album
from tests.browser.conftest import OpenPage
from tests.browser.player import DUE, figure, phase, press_due, signed_up, type_keys
from tests.browser.test_accessibility import LISTEN
from tests.browser.test_groups import heading, press, tab_to
from tests.live import Live
from tests.play.matches import at_pace, call, match_in, opened, seated
from tests.play.test_matches_of_groups import a_class
from tests.snippets import AddSnippet

KIND = "HARD"  # of which the library has nothing but the short snippets of these tests
WAVES = 2
KEYS = 13  # of each of them
ROBOTS_MS = 45_000  # they type at the speed of people
# How far a seat's mark is on its lane, of the whole race.
SHARE = "(lane) => Number(getComputedStyle(lane.querySelector('.way')).getPropertyValue('--at'))"

# To another page without loading it anew.
GO = "(to) => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')); }"


@pytest.fixture
async def short(add_snippet: AddSnippet) -> None:
    for number in range(WAVES):
        await add_snippet(f"a{number} = 1\nb{number} = 2", difficulty=KIND)


async def type_on(page: Page, keys: int) -> None:
    """Also over the end of a wave."""
    for _ in range(keys):
        await page.wait_for_function(f"() => ({DUE})() !== null")
        await press_due(page)


@asynccontextmanager
async def held(page: Page, pattern: str) -> AsyncIterator[asyncio.Event]:
    """A request that is asked in the block and reaches the server at its end."""
    asked, left = asyncio.Event(), asyncio.Event()

    async def later(route: Route) -> None:
        asked.set()
        await left.wait()
        await route.continue_()

    await page.route(pattern, later)
    yield asked
    left.set()


async def choose(page: Page, field: str, words: str) -> None:
    """By the keyboard, in a list of the form that opens a race."""
    await tab_to(page, page.locator(f"#create-{field}"))
    await page.keyboard.type(words)


async def open_race(page: Page, live: Live, **more: str) -> str:
    """By the keyboard; returns its code."""
    await page.goto(f"{live.url}/race")
    for field, words in {"difficulty": "Hard", "waves": str(WAVES), **more}.items():
        await choose(page, field, words)
    await press(page, "button", "Open the race")
    await page.wait_for_url(re.compile("/race/[0-9A-Z]{6}$"))
    return page.url.rsplit("/", 1)[1]


def lane(page: Page, seat: int) -> Locator:
    return page.locator(f".racers li[data-seat='{seat}']")


async def at(page: Page, seat: int, share: float) -> None:
    handle = await lane(page, seat).element_handle()
    await page.wait_for_function(f"([lane, share]) => ({SHARE})(lane) === share", arg=[handle, share])


@pytest.mark.long
async def test_a_race_of_two_is_run_by_the_keyboard_alone(live: Live, short: None, open_page: OpenPage) -> None:
    at_pace(live, countdown=1_000)
    ada, bob, eve = [await open_page() for _ in range(3)]
    await signed_up(ada, live, "ada")
    await signed_up(bob, live, "bob")
    code = await open_race(ada, live)
    await heading(ada, f"Race {code}")
    await expect(ada.get_by_role("button", name="Start the race")).to_be_disabled()

    # Another one comes by the code, and somebody watches.
    await bob.goto(f"{live.url}/race")
    await tab_to(bob, bob.get_by_role("textbox", name="Code"))
    await bob.keyboard.type(code.lower())
    await bob.keyboard.press("Enter")
    await heading(bob, f"Race {code}")
    await press(bob, "button", "Take a seat")
    await press(bob, "button", "I am ready")
    await eve.goto(f"{live.url}/race/{code}")
    for page in (ada, bob, eve):
        await expect(page.locator(".seats li")).to_have_count(2)
        await expect(page.locator(".seats li[data-seat='2'] .state")).to_have_text("✓ ready")
    await bob.evaluate(LISTEN)

    await press(ada, "button", "Start the race")
    await phase(ada, "running")
    await phase(bob, "running")
    await expect(ada.get_by_role("textbox")).to_be_focused()
    await expect(eve.locator(".match .note")).to_have_text("You are watching.")

    # Each sees where the others are: in the code, and on their lanes.
    await type_on(ada, 3)
    await expect(bob.locator(".play .rival b")).to_have_text("1")
    await type_on(ada, KEYS - 3)
    await at(bob, 1, 0.5)
    await at(eve, 1, 0.5)
    await expect(bob.locator(".play .rival")).to_have_count(0)
    await expect(lane(eve, 1).locator(".position")).to_have_text("1st")
    await expect(bob.locator(".racers li").first).to_have_class("own")

    # A page that is loaded again goes on where it was, on the clock that has run.
    await type_on(bob, 4)
    await expect(lane(ada, 2).locator(".position")).to_have_text("2nd")
    await bob.reload()
    await bob.evaluate(LISTEN)
    await phase(bob, "running")
    await expect(bob.locator(".play .lane[data-state=target] .typed")).to_have_count(4)
    await expect(bob.get_by_role("textbox")).to_be_focused()

    await type_on(ada, KEYS)
    await expect(ada.locator(".match .note")).to_contain_text("You are done.")
    await expect(lane(bob, 1)).to_have_class("placed")
    await type_on(bob, 2 * KEYS - 4)
    await heading(ada, "You came 1st of 2")
    await heading(bob, "You came 2nd of 2")
    await heading(eve, "ada won")
    heard = await bob.evaluate("heard")
    assert "ada takes the 1st place" in heard
    assert not [words for words in heard if "ada" in words and "place" not in words], "of others, places alone are told"
    await expect(ada.locator(".rating-move strong")).to_have_text(re.compile(r"^1,500 → 1,[56]\d\d$"))
    await expect(bob.locator(".rating-move .less")).to_have_text(re.compile(r"^−\d+$"))
    await expect(eve.locator(".over tbody tr")).to_have_count(2)

    # Once more: the first who asks opens it, and the others are told.
    await press(bob, "button", "Rematch")
    await bob.wait_for_url(lambda url: not url.endswith(code))
    await expect(ada.locator(".match .note")).to_have_text("A rematch is open.")
    await press(ada, "button", "Join the rematch")
    await ada.wait_for_url(bob.url)
    await expect(bob.locator(".seats li")).to_have_count(2)
    await bob.goto(f"{live.url}/ratings")
    await expect(bob.locator("td.player a")).to_have_text(["ada", "bob"])
    await bob.goto(f"{live.url}/players/ada")
    await expect(bob.get_by_role("slider", name="Rating in races")).to_be_visible()


@pytest.mark.long
async def test_a_quick_race_has_robots_and_can_be_left_and_come_back_to(
    live: Live, short: None, open_page: OpenPage
) -> None:
    at_pace(live, robots_after=200, countdown=1_000)
    page = await open_page()
    await page.goto(live.url)
    await page.get_by_role("main").get_by_role("link", name="Race", exact=True).click()
    await page.get_by_label("Difficulty").first.select_option(label="Hard")
    await page.get_by_role("button", name="Race now").press("Enter")
    await phase(page, "running")
    await expect(page.locator(".racers .tag", has_text="robot")).to_have_count(2)
    await type_on(page, 2)
    await page.goto(live.url)  # the clock runs on
    await page.get_by_role("button", name="Back to your race").click()
    await phase(page, "running")
    await expect(page.locator(".play .lane[data-state=target] .typed")).to_have_count(2)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Keep racing").press("Enter")
    await type_keys(page, 1)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Leave the race").press("Enter")
    await expect(page.locator(".match .note")).to_contain_text("You are done.")
    await expect(page.get_by_role("heading", level=1)).to_have_text("You came 3rd of 3", timeout=ROBOTS_MS)
    await expect(page.locator(".match.over tbody .tag", has_text="robot")).to_have_count(2)
    await expect(page.locator(".match.over")).to_contain_text("Guests and robots have no rating")


async def test_what_cannot_be_is_told_in_words(live: Live, short: None, open_page: OpenPage, pg: Pool) -> None:
    at_pace(live)
    page = await open_page(quiet=False)
    await page.goto(f"{live.url}/race/222222")
    await expect(page.get_by_role("main")).to_contain_text("There is no race with the code 222222.")
    await press(page, "link", "All races")
    for code in ("222222", ""):
        await page.get_by_role("textbox", name="Code").fill(code)
        await page.get_by_role("button", name="Go to the race").click()
        await expect(page.get_by_role("alert").filter(visible=True)).to_have_text("There is no race with this code.")

    # All seats are taken while the page is looked at, and one is given up again.
    host, guest = await live.guest(), await live.guest()
    code = await opened(host, capacity=2, difficulty=KIND)
    async with seated(code, (host, live)):
        await page.goto(f"{live.url}/race/{code}")
        await page.get_by_role("button", name="Take a seat").wait_for()
        async with seated(code, (guest, live)):
            await expect(page.locator(".match > .state")).to_have_text("All seats are taken. You can watch.")
            await expect(page.get_by_role("button", name="Take a seat")).to_be_hidden()
            await call(host, "POST", f"/{code}/leave")
            await page.get_by_role("button", name="Take a seat").click()
            await expect(page.locator(".seats .own")).to_be_visible()
            await expect(page.locator(".seats li", has_text="host")).not_to_have_class("own")
            await call(guest, "POST", f"/{code}/leave")
    await expect(page.locator(".seats .own")).to_contain_text("host")
    await expect(page.locator(".match > .state + .muted")).to_contain_text("A race needs two players")

    # The same seat in two windows: one has it, and the other can take it back.
    second = await page.context.new_page()
    await second.goto(f"{live.url}/race/{code}")
    await expect(page.locator(".match .line")).to_contain_text("opened in another window")
    await page.get_by_role("button", name="Play it here instead").click()
    await expect(page.locator(".match .line")).to_be_hidden()
    await expect(second.locator(".match .line")).to_contain_text("opened in another window")

    # PostgreSQL is away when the host starts it.
    async with seated(code, (guest, live)):
        await expect(page.locator(".seats li")).to_have_count(2)
        async with pg.acquire() as connection, connection.transaction():
            await connection.execute("LOCK TABLE matches")  # it does not answer
            await page.get_by_role("button", name="Start the race").click()
            await expect(page.get_by_role("alert")).to_be_visible()
        assert (await page.get_by_role("alert").inner_text()).endswith(".")
        await page.get_by_role("button", name="Start the race").click()
        await phase(page, "running")

        # Back to it and away again, before its answer: the page that is shown keeps its header.
        await page.goto(f"{live.url}/ratings")
        async with page.expect_event("websocket"), held(page, "**/join") as asked:
            await page.evaluate(GO, f"/race/{code}")
            await asked.wait()
            await page.evaluate(GO, "/ratings")
        assert await page.evaluate("!document.body.classList.contains('bare')")

    # Somebody comes late, and a race that nobody wanted.
    late = await open_page()
    await late.goto(f"{live.url}/race/{code}")
    await expect(late.locator(".match .note")).to_have_text(
        "It has begun, so there are no seats any more. You can watch."
    )
    code = await opened(host, difficulty=KIND)
    await pg.execute("UPDATE matches SET ended_at = clock_timestamp() WHERE code = $1", code)
    await late.goto(f"{live.url}/race/{code}")
    await expect(late.get_by_role("main")).to_contain_text("given up before it started")


async def test_members_watch_a_race_of_their_group(live: Live, short: None, open_page: OpenPage) -> None:
    at_pace(live)
    teacher, pupil, group = await a_class(live)
    page = await open_page()
    await signed_up(page, live, "ada")
    await page.goto(f"{live.url}/groups?join={group['invite_code']}")
    await page.get_by_role("button", name="Join").click()
    await heading(page, "9b")
    code = await opened(teacher, group=group["slug"], difficulty=KIND)
    async with seated(code, (teacher, live), (pupil, live)) as seats:
        await page.goto(f"{live.url}/race/{code}")
        await expect(page.locator(".seats li")).to_have_count(2)
        await call(teacher, "POST", f"/{code}/start")
        for seat in seats:
            await seat.begins()
        await seats[0].type()
        await at(page, 1, 0.5)
        await expect(page.locator(".live")).to_have_text("Live")

        # Who has arrived before somebody looks is not out.
        await seats[0].type()
        await seats[0].player.until("over")
        await page.reload()
        await expect(lane(page, 1)).to_have_class("placed")
        await expect(lane(page, 1)).to_have_attribute("data-state", "")


async def test_who_leaves_the_lobby_gives_the_seat_up_and_who_reloads_it_does_not(
    live: Live, short: None, open_page: OpenPage
) -> None:
    at_pace(live)
    host = await live.guest()
    code = await opened(host, difficulty=KIND, visibility="PUBLIC")
    page = await open_page(quiet=False)
    async with seated(code, (host, live)) as (seat,):
        await page.goto(f"{live.url}/race")
        await page.get_by_role("button", name=f"Join race {code}").press("Enter")
        await expect(page.locator(".seats .own")).to_be_visible()
        await page.reload()
        await expect(page.locator(".seats .own .state")).to_have_text("not ready")
        await page.get_by_role("link", name="All races").press("Enter")
        await expect(page.get_by_role("status").filter(visible=True)).to_contain_text(f"your seat in race {code}")
        while len((await seat.match("OPEN"))["seats"]) != 1:
            pass
        await expect(page.locator(".races-open li")).to_contain_text("1 of 8 seats")

        # So does who leaves before the seat is theirs.
        await page.goto(f"{live.url}/race/{code}")
        async with held(page, "**/join") as asked:
            await page.get_by_role("button", name="Take a seat").press("Enter")
            await asked.wait()
            await page.evaluate(GO, "/race")
        await expect(page.get_by_role("status").filter(visible=True)).to_contain_text(f"your seat in race {code}")

        # What is known stays when the list does not come.
        await page.route("**/api/matches?*", lambda route: route.fulfill(status=503))
        await expect(page.locator(".races .live")).to_have_attribute("data-state", "waiting")
        await expect(page.locator(".races-open li")).to_have_attribute("data-code", code)


SIXTEEN = """async () => {
  const { Lanes } = await import('/static/js/pages/match/lanes.js');
  const seats = Array.from({ length: 16 }, (_, at) => (
    { seat: at + 1, display_name: `Patient Dolphin ${at}`, is_bot: at > 0, state: 'PLAYING' }));
  const play = document.createElement('div');
  play.className = 'play race';
  play.append(new Lanes({ keys: [90, 90], seats }, 1).element);
  document.body.append(play);
}"""
PARTS = """(parts) => parts.map((one) => {
  const box = one.getBoundingClientRect(), around = one.closest('.name, ol').getBoundingClientRect();
  return box.width > 0 && box.right <= around.right + 1;
})"""


async def test_sixteen_have_room_on_a_phone_and_robots_say_what_they_are(live: Live, open_page: OpenPage) -> None:
    page = await open_page(viewport=SIZES["desktop"])
    await page.goto(f"{live.url}/race")
    await heading(page, "Races")
    await page.evaluate(SIXTEEN)
    assert await page.locator(".play.race .tag").evaluate_all(PARTS) == [True] * 16
    await page.set_viewport_size(SIZES["phone"])
    lanes = await page.locator(".play.race .racers li").evaluate_all("(all) => all.map((one) => one.offsetLeft)")
    assert len(set(lanes)) == 2  # columns
    assert await page.locator(".play.race .way").evaluate_all(PARTS) == [True] * 16
    await page.locator(".play.race").evaluate("(play) => play.classList.add('tight')")
    assert await page.locator(".play.race .racers").evaluate("(all) => all.offsetHeight") < 60


@pytest.mark.long
async def test_every_picture_of_a_race_is_sound(live: Live, open_page: OpenPage) -> None:
    at_pace(live, countdown=14_000)
    page = await open_page(viewport=SIZES["phone"], reduced_motion="no-preference")
    album = Album(page, live)
    others = [await live.register(name) for name in ("grace", "linus", "margaret")]
    code = await opened(others[0], difficulty="NORMAL", visibility="PUBLIC", capacity=8)
    await signed_up(page, live, "ada")
    async with seated(code, *((one, live) for one in others)) as seats:
        await album.goto("/race", ".races-open li")
        await album.take("races")
        await album.goto(f"/race/{code}", ".seats li")
        await album.take("race-visitor")
        await page.get_by_role("button", name="Take a seat").click()
        await seats[1].player.send("ready")
        await expect(page.locator(".seats .state[data-state=ready]")).to_have_count(1)
        await album.take("race-lobby")
        await call(others[0], "POST", f"/{code}/start")
        await expect(page.locator(".match > .state")).to_contain_text("Starts in")
        await album.take("race-starting")
        await phase(page, "countdown")
        await phase(page, "running")
        for seat, keys in zip(seats, (60, 25, 12), strict=True):
            wave = await seat.begins()
            text = "".join(wave["text"][one["start"] : one["end"]] + "\n" for one in wave["enemies"])
            await seat.player.press(text[:keys])
        await type_keys(page, 30)
        await page.keyboard.press("~")
        await expect(page.locator(".play .rival")).to_have_count(3)
        await album.take("race-running")
        assert await figure(page, "wave") == "1"
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Leave the race").wait_for()
        await album.take("race-leave")
        await page.get_by_role("button", name="Leave the race").press("Enter")
        await page.locator(".match .note").wait_for()
        await album.take("race-watch")
        await asyncio.gather(*(call(one, "POST", f"/{code}/leave") for one in others))
    await match_in(others[0], code, "OVER")
    await heading(page, "You came 2nd of 4")
    await album.take("race-over")
    await album.goto("/ratings", "td.player")
    await album.take("ratings")
    await album.goto("/profile", ".profile figure.chart")
    await album.take("profile-rated")
    assert not album.found(), "\n".join(album.faults)
