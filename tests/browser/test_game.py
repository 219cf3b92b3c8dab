"""A whole game through the page, with the real server behind it."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.async_api import Page, WebSocketRoute, expect

from server.infra.postgres import Pool
from server.settings import Registration, Settings
from tests.browser.conftest import OpenPage, ServerClock
from tests.browser.player import (
    DUE,
    PASSWORD,
    begin,
    figure,
    phase,
    press_due,
    quit_game,
    register,
    sign_up,
    start,
    type_keys,
    type_wave,
)
from tests.live import Live, serving, until


async def result_row(pg: Pool, result_id: str) -> dict[str, Any]:
    row = await pg.fetchrow(
        """
        SELECT r.*, m.total_keys_pressed, m.correct_keys FROM game_results r
        JOIN typing_sessions t ON t.game_session_id = r.session_id JOIN typing_results m ON m.session_id = t.id
        WHERE r.id = $1
        """,
        result_id,
    )
    assert row is not None
    return dict(row)


async def test_registered_player_types_a_wave_and_stands_on_the_board(
    live: Live, pg: Pool, open_page: OpenPage, server_clock: ServerClock
) -> None:
    page = await open_page()
    await register(page, live, "ada")
    await start(page, live)
    keys = await type_wave(page)
    server_clock.skip(20_000)  # ranked games last 15 seconds at least
    keys += len(await type_keys(page, 40))
    await page.keyboard.press("~")  # one wrong key
    await page.wait_for_selector(".caret.wrong")
    result_id = await quit_game(page)

    row = await result_row(pg, result_id)
    shown = int((await page.locator(".total strong").get_attribute("data-score")) or 0)
    assert shown == row["final_score"] > 0
    assert row["waves_completed"] >= 1
    assert row["total_keys_pressed"] == keys + 1
    assert row["correct_keys"] == keys
    assert row["end_reason"] == "quit"
    assert row["ranked"], row["unranked_reason"]
    points = await page.locator(".parts tbody td.number b").all_inner_texts()
    assert sum(int(one.replace(",", "")) for one in points) == shown
    await expect(page.locator(".rank.yes")).to_be_visible()

    await page.get_by_role("link", name="Leaderboard").first.click()
    own = page.locator("tr.own")
    await expect(own).to_contain_text("ada")
    await expect(own.locator("td.number").first).to_have_text(f"{shown:,}")

    await page.locator("#header .name").click()
    await expect(page.locator("[aria-labelledby=games] tbody tr")).to_have_count(1)
    await expect(page.locator("[aria-labelledby=games] td.number").first).to_have_text(f"{shown:,}")


async def test_model_and_server_agree_key_by_key(live: Live, open_page: OpenPage) -> None:
    """What the page showed while typing is what the server judged: it never had to be corrected."""
    page = await open_page()
    await start(page, live)
    for turn in range(40):
        if turn % 9 == 4:
            await page.keyboard.press("~")
        await press_due(page)
    await page.keyboard.press("Escape")
    await phase(page, "paused")
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")  # drawn
    pressed = {name: await figure(page, name) for name in ("combo", "accuracy")}
    await page.reload()
    await page.get_by_role("button", name="Resume").click()
    await phase(page, "countdown")
    for name, text in pressed.items():
        await expect(page.locator(f".figure.{name} strong")).to_have_text(text)


async def test_a_clean_line_pushes_and_the_page_is_told(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    pushes: list[int] = []

    def hear(frame: str | bytes) -> None:
        told = json.loads(frame)
        if told["t"] == "push":
            pushes.append(told["by_ms"])

    page.on("websocket", lambda socket: socket.on("framereceived", hear))
    await start(page, live)
    (lived,) = live.play.table.games()
    first = await page.locator(".lane[data-state=target] .c").count()
    await type_keys(page, first)
    await page.wait_for_selector(".lane.slain")
    await until(lambda: len(pushes) == 1)
    assert pushes == [lived.session.engine.pushed_ms]


async def test_a_screen_reader_is_told_of_pushes_now_and_then(live: Live, open_page: OpenPage) -> None:
    """Of the first, and then of all in one go: a good typist pushes with every line."""
    page = await open_page()
    await start(page, live)
    told = page.locator("#live span", has_text="pushed back")
    for lines in (1, 2):
        await type_keys(page, await page.locator(".lane[data-state=target] :is(.c, .enter):not(.typed)").count())
        await expect(page.locator(".lane[data-state=dead]")).to_have_count(lines)
    await expect(told).to_have_count(1)
    await expect(told).to_contain_text("1 clean line: enemies pushed back, +")


async def test_the_wave_says_what_speed_it_asks_for(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    (lived,) = live.play.table.games()
    wave = lived.session.engine.wave
    assert wave is not None
    speed = int(wave.asked_wpm + 0.5)
    await expect(page.locator(".figure.wpm .asked")).to_have_text(f"/ {speed}")
    await expect(page.locator(".figure.wpm .unseen")).to_have_text(f"This wave needs {speed} WPM")


async def test_dropped_socket_comes_back_and_goes_on_at_the_same_key(live: Live, pg: Pool, open_page: OpenPage) -> None:
    page = await open_page()
    sockets: list[WebSocketRoute] = []

    def take(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    await page.route_web_socket("**/ws/play", take)
    await start(page, live)
    await type_keys(page, 10)
    due = await page.evaluate(DUE)
    await sockets[0].close(code=4001)
    await phase(page, "reconnecting")
    await page.keyboard.press("~")  # nobody takes this one
    await phase(page, "running")  # by itself, after the countdown
    assert len(sockets) == 2
    assert await page.evaluate(DUE) == due
    await type_keys(page, 10)
    row = await result_row(pg, await quit_game(page))
    assert (row["total_keys_pressed"], row["correct_keys"]) == (20, 20)


async def test_offline_shows_at_once_and_is_got_over(live: Live, pg: Pool, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)  # the browser logs each try to connect that fails
    await start(page, live)
    await type_keys(page, 5)
    await page.context.set_offline(True)
    await phase(page, "reconnecting")
    await expect(page.get_by_role("heading", name="Connection lost")).to_be_visible()
    await page.context.set_offline(False)
    await begin(page)
    await type_keys(page, 5)
    row = await result_row(pg, await quit_game(page))
    assert (row["total_keys_pressed"], row["correct_keys"]) == (10, 10)


async def test_a_silent_line_is_told_of_before_it_counts_as_lost(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    silent = False

    def take(socket: WebSocketRoute) -> None:
        def answer(message: str | bytes) -> None:
            if not silent:
                socket.send(message)

        socket.connect_to_server().on_message(answer)

    await page.route_web_socket("**/ws/play", take)
    await start(page, live)
    await type_keys(page, 3)
    late = page.locator(".late")
    await expect(late).to_be_hidden()
    silent = True
    await type_keys(page, 3)
    await expect(late).to_be_visible()
    silent = False
    await type_keys(page, 1)
    await expect(late).to_be_hidden()


async def test_quitting_over_a_lost_line_says_that_it_cannot(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    await start(page, live)
    await type_keys(page, 5)
    await page.context.set_offline(True)
    await phase(page, "reconnecting")
    await page.get_by_role("button", name="Quit", exact=True).click()
    await page.get_by_role("button", name="Quit and see the result").click()
    await expect(page.locator("#notices")).to_contain_text("The server is not responding")
    await expect(page.get_by_role("heading", name="Connection lost")).to_be_visible()
    await page.context.set_offline(False)
    await begin(page)
    await quit_game(page)


async def test_second_tab_takes_the_game_and_the_first_says_so(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    await type_keys(page, 4)
    other = await page.context.new_page()
    await other.goto(f"{live.url}/play")
    await other.get_by_role("button", name="Resume").click()
    await begin(other)
    await phase(page, "closed")
    await expect(page.get_by_role("dialog")).to_contain_text("another window")
    await page.get_by_role("button", name="Play it here instead").click()
    await begin(page)
    await phase(other, "closed")


async def test_guest_keeps_the_game_by_registering(live: Live, pg: Pool, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    await type_keys(page, 30)
    result_id = await quit_game(page)
    user_id = (await result_row(pg, result_id))["user_id"]
    await page.locator(".keep a").click()
    await sign_up(page, "grace")
    await page.wait_for_url(f"{live.url}/results/{result_id}")
    await expect(page.locator(".keep")).to_have_count(0)
    assert str(await pg.fetchval("SELECT id FROM users WHERE username = 'grace' AND NOT is_guest")) == str(user_id)
    await page.goto(f"{live.url}/profile")
    await expect(page.locator("[aria-labelledby=games] tbody tr")).to_have_count(1)


async def test_game_without_a_key_leaves_no_result(live: Live, pg: Pool, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Quit", exact=True).last.click()
    await page.get_by_role("button", name="Quit and see the result").click()
    await page.wait_for_url(f"{live.url}/")
    await expect(page.locator("#notices")).to_contain_text("No key was pressed")
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 0


async def test_too_many_unfinished_games_can_be_resumed_or_ended(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    for _ in range(3):
        await start(page, live)
        await type_keys(page, 2)
    await page.goto(live.url)
    await page.get_by_role("button", name="Play", exact=True).click()
    games = page.locator(".games li")
    await expect(games).to_have_count(3)
    await games.first.get_by_role("button", name="End game").click()
    await expect(page.get_by_role("heading", name="Result", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")  # play again
    await begin(page)


async def test_fallen_wall_leads_to_the_result(
    live: Live, pg: Pool, open_page: OpenPage, server_clock: ServerClock
) -> None:
    page = await open_page()
    await start(page, live, difficulty="Normal")
    await type_keys(page, 3)
    server_clock.skip(60 * 60 * 1000)
    await press_due(page)  # comes too late
    await page.wait_for_url("**/results/*")
    row = await result_row(pg, page.url.rsplit("/", 1)[1])
    assert row["end_reason"] == "defeated"
    assert row["total_damage_taken"] == 100
    await expect(page.locator(".about")).to_contain_text("The wall fell")
    why = page.locator(".fall")
    await expect(why).to_contain_text(re.compile(r"Wave 1 needed \d+ WPM and you typed \d+"))
    await expect(page.get_by_role("slider", name="The wall over time")).to_be_visible()
    await why.get_by_role("button", name="Play Easy").click()
    await page.wait_for_url("**/play*")
    assert await pg.fetchval("SELECT count(*) FROM game_sessions WHERE difficulty = 'EASY' AND ended_at IS NULL") == 1


async def test_wrong_login_stands_at_the_form(live: Live, open_page: OpenPage) -> None:
    page: Page = await open_page(quiet=False)
    await page.goto(f"{live.url}/login")
    await page.get_by_label("Username or email").fill("nobody")
    await page.get_by_label("Password").fill("wrong password")
    await page.get_by_role("button", name="Log in").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    assert page.url == f"{live.url}/login"


async def test_invite_only_server_asks_for_the_code(settings: Settings, pg: Pool, open_page: OpenPage) -> None:
    closed = settings.model_copy(update={"registration": Registration.INVITE, "invite_code": "open sesame"})
    page = await open_page(quiet=False)
    async with serving(closed) as live:
        await page.goto(f"{live.url}/register")
        await expect(page.get_by_label("Invite code")).to_be_visible()
        await sign_up(page, "ada")
        refusal = page.locator("#field-invite_code-error")
        await expect(refusal).to_contain_text("You need an invite code")
        await page.get_by_label("Invite code").fill("open the door")
        await page.get_by_role("button", name="Register").click()
        await expect(refusal).to_contain_text("Wrong invite code")
        # A link that brings it, also by way of the other form.
        await page.goto(f"{live.url}/login?invite=open%20sesame")
        await page.get_by_role("link", name="I do not have an account yet").click()
        await expect(page.get_by_label("Invite code")).to_have_value("open sesame")
        await expect(page.get_by_label("Username")).to_be_focused()
        await sign_up(page, "ada")
        await page.wait_for_url(f"{live.url}/")


async def test_a_server_without_registration_says_so_at_once(settings: Settings, pg: Pool, open_page: OpenPage) -> None:
    page = await open_page()
    async with serving(settings.model_copy(update={"registration": Registration.CLOSED})) as live:
        await page.goto(f"{live.url}/register")
        await expect(page.get_by_role("main")).to_contain_text("Registration is closed on this server.")
        await expect(page.get_by_role("textbox")).to_have_count(0)
        await page.get_by_role("link", name="I already have an account").click()
        await page.get_by_text("Forgot your password?").click()
        await expect(page.get_by_text("Ask whoever runs this server")).to_be_visible()


async def test_a_guest_registers_without_an_email_and_hears_that_the_games_are_kept(
    live: Live, open_page: OpenPage, pg: Pool
) -> None:
    page = await open_page(quiet=False)
    await start(page, live)
    await page.goto(f"{live.url}/register?then=/settings")
    await page.get_by_label("Username").fill("ada")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Register").click()
    await expect(page.locator("#notices")).to_have_text("Your games are kept: they now belong to ada.")
    assert page.url == f"{live.url}/settings"
    assert await pg.fetchval("SELECT count(*) FROM users WHERE username = 'ada' AND email IS NULL") == 1
    # An unchanged name is not judged again, so an email can be added under any.
    await pg.execute("UPDATE users SET display_name = $1", "\u3164")
    await page.reload()
    await page.get_by_label("Email", exact=True).fill("ada@example.test")
    for _ in range(2):  # it asks for the password first
        await page.get_by_role("button", name="Save", exact=True).click()
        await page.get_by_label("Your password, to change the email").fill(PASSWORD)
    await expect(page.get_by_text("✓ Saved")).to_be_visible()
    assert await pg.fetchval("SELECT email FROM users") == "ada@example.test"


async def test_refused_field_says_why(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    await page.goto(f"{live.url}/register")
    await page.get_by_label("Username").fill("no spaces please")
    await page.get_by_label("Email").fill("not an address")
    await page.get_by_label("Password").fill("short")
    await page.get_by_role("button", name="Register").click()
    for name in ("username", "email", "password"):
        await expect(page.locator(f"#field-{name}")).to_have_attribute("aria-invalid", "true")
        await expect(page.locator(f"#field-{name}-error")).to_be_visible()
    # What the hint says already is said once.
    for name, hint in ("username", False), ("password", False), ("email", True):
        await expect(page.locator(f"#field-{name}-hint")).to_be_visible(visible=hint)
    await expect(page.locator("#field-password-error")).to_have_text("✗ At least 8 characters.")
    await expect(page.locator("#field-username")).to_be_focused()
