"""How an account begins."""

from __future__ import annotations

import asyncio
import string
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import asyncpg
import pytest
from confusable_homoglyphs.confusables import confusables_data

from server.people import Accounts
from server.people.names import lookalike, lookalike_sql
from server.settings import Registration, Settings
from server.sign_in import Tokens
from tests.accounts import PASSWORD, Browser, Told, until_waiting
from tests.http import fits, pointers, problem

NewBrowser = Callable[..., Browser]
Pool = asyncpg.Pool


def body(**changes: Any) -> dict[str, Any]:
    values = {"username": "grace", "email": "grace@example.com", "password": PASSWORD, **changes}
    return {name: value for name, value in values.items() if value is not ...}


async def test_registering_signs_in(browsers: NewBrowser, pg: Pool) -> None:
    grace = browsers()
    response = await grace.register("Grace_H", display_name="  Grace Hopper ")
    assert response.status_code == 201
    assert fits(Tokens, response.json())
    assert response.headers["cache-control"] == "no-store"
    user = response.json()["user"]
    assert (user["username"], user["display_name"], user["role"]) == ("Grace_H", "Grace Hopper", "PLAYER")
    assert not user["is_guest"]
    assert "password_hash" not in user and "token_version" not in user
    assert response.json()["expires_in"] == 900
    assert await grace.is_signed_in()
    assert await pg.fetchval("SELECT count(*) FROM user_statistics WHERE user_id = $1", grace.id) == 1


async def test_the_display_name_is_the_username_when_none_is_given(ada: Browser) -> None:
    assert ada.user["display_name"] == "ada"


async def test_a_display_name_that_leads_to_another_site_is_refused(browsers: NewBrowser, guest: Browser) -> None:
    for name in "evil.io", "see www.evil.example", "ｅｖｉｌ.com", "t.me/foo", "me@evil.example":
        for browser in browsers(), guest:
            response = await browser.call("POST", "/api/auth/register", body(display_name=name))
            assert problem(response) == (409, "account/new") and pointers(response) == ["/display_name"], name
    for number, name in enumerate(("Dr. No", "Ada L.", "v1.2.3", "node.js")):
        assert (await browsers().register(f"grace_{number}", display_name=name)).status_code == 201, name


async def test_a_robot_says_so(browsers: NewBrowser, pg: Pool, ada: Browser) -> None:
    robot, guest, upgraded = browsers(), browsers(), browsers()
    await robot.register("robot", is_bot=True)
    guest.keep(await guest.http.post("/api/auth/guest?is_bot=true"))
    upgraded.keep(await upgraded.http.post("/api/auth/guest?is_bot=true"))
    await upgraded.register("upgraded")
    marked = {row["id"] for row in await pg.fetch("SELECT id FROM users WHERE is_bot")}
    assert marked == {robot.id, guest.id, upgraded.id}
    assert robot.user["is_bot"] and not ada.user["is_bot"]


async def test_who_is_signed_in_does_not_become_a_guest_unless_they_ask_for_one(
    browsers: NewBrowser, ada: Browser, pg: Pool
) -> None:
    for query in ("?resume=true", "?resume=true&is_bot=true"):
        back = await ada.http.post(f"/api/auth/guest{query}")
        assert (back.status_code, back.json()["user"]["username"]) == (201, "ada"), query
    assert await pg.fetchval("SELECT count(*) FROM users WHERE is_guest") == 0
    ada.keep(back)
    assert await ada.is_signed_in()
    other = await ada.http.post("/api/auth/guest")
    assert other.json()["user"]["is_guest"]


async def test_who_is_signed_in_no_more_becomes_a_guest(browsers: NewBrowser, ada: Browser, pg: Pool) -> None:
    stranger = browsers()
    assert (await stranger.http.post("/api/auth/guest?resume=true")).json()["user"]["is_guest"]
    ended = await ada.call("DELETE", "/api/user/sessions")
    assert ended.status_code == 204
    assert (await ada.http.post("/api/auth/guest?resume=true")).json()["user"]["is_guest"]


async def test_the_password_is_stored_as_a_bcrypt_hash(ada: Browser, pg: Pool) -> None:
    stored = await pg.fetchval("SELECT password_hash FROM users WHERE id = $1", ada.id)
    assert stored.startswith("$2b$04$") and PASSWORD not in stored


async def test_what_is_not_valid_is_refused(browsers: NewBrowser) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"username": ...}, "/username"),
        ({"username": "ab"}, "/username"),
        ({"username": "a" * 51}, "/username"),
        ({"username": "ada lovelace"}, "/username"),
        ({"username": "ädä"}, "/username"),
        ({"username": "ada\n"}, "/username"),
        ({"username": 7}, "/username"),
        ({"username": None}, "/username"),
        ({"email": "nobody"}, "/email"),
        ({"email": "a@b@c.org"}, "/email"),
        ({"email": "Ada <ada@example.com>"}, "/email"),
        ({"email": "a" * 250 + "@example.com"}, "/email"),
        ({"email": "x@deleted.invalid"}, "/email"),
        ({"password": ...}, "/password"),
        ({"password": "seven77"}, "/password"),
        ({"password": "p" * 73}, "/password"),
        ({"password": "é" * 37}, "/password"),
        ({"password": 12345678}, "/password"),
        ({"display_name": ""}, "/display_name"),
        ({"display_name": "   "}, "/display_name"),
        ({"display_name": "n" * 101}, "/display_name"),
        ({"display_name": "line\nbreak"}, "/display_name"),
        ({"display_name": "right\u202eleft"}, "/display_name"),
        ({"display_name": "\u200d"}, "/display_name"),
        ({"role": "ADMIN"}, "/role"),
        ({"username": "nul\x00"}, "/"),
    ]
    for changes, pointer in cases:
        response = await browsers().call("POST", "/api/auth/register", body(**changes))
        assert problem(response) == (422, "request/invalid"), changes
        assert pointer in pointers(response), changes
        assert PASSWORD not in response.text, changes


async def test_what_is_just_valid_is_taken(browsers: NewBrowser) -> None:
    cases: list[dict[str, Any]] = [
        {"username": "abc"},
        {"username": "a" * 50},
        {"email": "ada@school.local"},
        {"email": "ÄDA@bücher.example"},
        {"password": "eight888"},
        {"password": "p" * 72},
        {"password": "é" * 36},
        {"display_name": "محمد می\u200cخواهم"},
        {"display_name": "👩\u200d💻"},
        {"display_name": "n" * 100},
        {"display_name": None},
        {"username": "deleted_scenes"},
    ]
    for i, changes in enumerate(cases):
        fresh = {"username": f"grace{i}", "email": f"grace{i}@example.com"}
        response = await browsers().call("POST", "/api/auth/register", body(**fresh | changes))
        assert response.status_code == 201, (changes, response.text)


async def test_a_taken_name_or_email_is_refused_in_any_case(browsers: NewBrowser, ada: Browser) -> None:
    response = await browsers().call("POST", "/api/auth/register", body(username="ADA"))
    assert problem(response) == (409, "account/username-taken") and pointers(response) == ["/username"]
    response = await browsers().call("POST", "/api/auth/register", body(email="ADA@Example.com"))
    assert problem(response) == (409, "account/email-taken") and pointers(response) == ["/email"]


async def test_names_that_the_server_gives_out_are_taken(browsers: NewBrowser) -> None:
    for username in ["guest_0123abcd", "Deleted_0123456789ab"]:
        response = await browsers().call("POST", "/api/auth/register", body(username=username))
        assert problem(response) == (409, "account/username-taken"), username


async def test_of_two_registrations_at_once_one_wins(browsers: NewBrowser, pg: Pool) -> None:
    answers = await asyncio.gather(
        *(
            browsers().call("POST", "/api/auth/register", body(username=name, email=f"{name}{i}@example.com"))
            for i, name in enumerate(["grace", "GRACE"] * 3)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    assert {problem(answer) for answer in answers if answer.status_code == 409} == {(409, "account/username-taken")}
    assert await pg.fetchval("SELECT count(*) FROM users") == 1


async def test_of_two_registrations_with_one_email_one_wins(browsers: NewBrowser) -> None:
    answers = await asyncio.gather(
        *(browsers().call("POST", "/api/auth/register", body(username=f"grace{i}")) for i in range(2))
    )
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert won.status_code == 201
    assert problem(lost) == (409, "account/email-taken")


# ---------------------------------------------------------------- who may register


async def test_closed_registration_refuses_players_and_takes_guests(
    browsers: NewBrowser, accounts: Accounts, guest: Browser
) -> None:
    accounts.settings.registration = Registration.CLOSED
    for browser in browsers(), guest:
        response = await browser.call("POST", "/api/auth/register", body())
        assert problem(response) == (403, "account/registration-closed")
    await browsers().guest()


async def test_an_invite_code_opens_registration(browsers: NewBrowser, settings: Settings) -> None:
    settings.registration, settings.invite_code = Registration.INVITE, "class of 26"
    for missing in (..., None, "", "  "):
        response = await browsers().call("POST", "/api/auth/register", body(invite_code=missing))
        assert problem(response) == (403, "account/invite-required")
        assert pointers(response) == ["/invite_code"]
    response = await browsers().call("POST", "/api/auth/register", body(invite_code="class of 25"))
    assert problem(response) == (403, "account/invite-wrong")
    assert pointers(response) == ["/invite_code"]
    response = await browsers().call("POST", "/api/auth/register", body(invite_code=" class of 26 "))
    assert response.status_code == 201


async def test_without_a_code_set_no_invite_is_good(browsers: NewBrowser, settings: Settings) -> None:
    settings.registration, settings.invite_code = Registration.INVITE, None
    response = await browsers().call("POST", "/api/auth/register", body(invite_code="None"))
    assert problem(response) == (403, "account/invite-wrong")


@pytest.mark.parametrize("registration", Registration)
async def test_a_form_may_ask_first_who_can_register(
    browsers: NewBrowser, settings: Settings, registration: Registration
) -> None:
    settings.registration, settings.invite_code = registration, "class of 26"
    response = await browsers().call("GET", "/api/auth/registration")
    assert response.json() == {"registration": registration.value}


def test_usernames_look_alike_where_unicode_says_so() -> None:
    alike: dict[str, set[str]] = defaultdict(set)
    for character in string.ascii_letters + string.digits + "_":
        alike[lookalike(character)].add(character)
        shapes = [found["c"] for found in confusables_data.get(character, [])]
        if len(shapes) == 1 and shapes[0].isascii():  # what it is like; a letter that others are like has many
            assert lookalike(character) == lookalike(shapes[0]), character
    assert {frozenset(one) for one in alike.values() if len(one) > 2} == {frozenset("lLI1"), frozenset("oO0")}


@pytest.mark.parametrize("name", ["PauI_M", "pau1_m", "Paul_rn", "pAUL_M"])
async def test_a_name_that_looks_like_another_is_taken(browsers: NewBrowser, ada: Browser, pg: Pool, name: str) -> None:
    await browsers().register("Paul_m")
    for response in (
        await browsers().call("POST", "/api/auth/register", body(username=name)),
        await ada.call("PUT", "/api/user/profile", {"username": name}),
    ):
        assert problem(response) == (409, "account/username-taken") and pointers(response) == ["/username"]
    assert await pg.fetchval(f"SELECT {lookalike_sql('$1::text')}", name) == lookalike(name) == "paul_m"


@pytest.mark.parametrize(("before", "after", "other"), [("paypai", "paypaI", "paypal"), ("aRNold", "arnold", "amold")])
async def test_another_case_that_looks_like_another_is_taken(
    browsers: NewBrowser, before: str, after: str, other: str
) -> None:
    await browsers().register(other)
    browser = browsers()
    await browser.register(before)
    response = await browser.call("PUT", "/api/user/profile", {"username": after})
    assert problem(response) == (409, "account/username-taken")
    free = await browser.call("PUT", "/api/user/profile", {"username": before[0].upper() + before[1:]})
    assert free.status_code == 200, "and looks like nobody else's"


async def test_another_case_that_looks_like_a_name_of_the_server_is_taken(browsers: NewBrowser) -> None:
    browser = browsers()
    await browser.register("guest_iiiiiiii")
    response = await browser.call("PUT", "/api/user/profile", {"username": "guest_IIIIIIII"})
    assert problem(response) == (409, "account/username-taken")


async def test_names_that_looked_alike_before_are_kept(browsers: NewBrowser, ada: Browser, pg: Pool) -> None:
    await browsers().register("paul")
    await pg.execute("UPDATE users SET username = 'pauI' WHERE id = $1", ada.id)
    assert (await browsers().login("pauI")).status_code == 200
    assert (await ada.call("PUT", "/api/user/profile", {"username": "PAUI"})).status_code == 200


async def test_an_email_is_optional(browsers: NewBrowser, pg: Pool) -> None:
    grace, guest = browsers(), browsers()
    await guest.guest()
    for browser, name in (grace, "grace"), (guest, "linus"):
        response = await browser.call("POST", "/api/auth/register", body(username=name, email=...))
        browser.keep(response)
        assert response.status_code == 201 and not browser.user["is_guest"]
        assert await pg.fetchval("SELECT email FROM users WHERE id = $1", browser.id) is None
    assert (await browsers().login("grace")).status_code == 200


# ---------------------------------------------------------------- guests


async def test_a_guest_can_play_at_once(guest: Browser) -> None:
    assert guest.user["is_guest"] and guest.user["email"] is None
    assert guest.user["username"].startswith("guest_")
    assert guest.user["display_name"]
    assert await guest.is_signed_in()


async def test_guests_have_names_of_their_own(browsers: NewBrowser) -> None:
    guests = [browsers() for _ in range(5)]
    for browser in guests:
        await browser.guest()
    assert len({browser.user["username"] for browser in guests}) == 5


async def test_a_guest_who_registers_stays_the_same_user(guest: Browser, told: Told, pg: Pool) -> None:
    guest_id, guest_token, guest_refresh = guest.id, guest.token, guest.refresh_token
    session = await pg.fetchval(
        "INSERT INTO game_sessions (user_id, language) VALUES ($1, 'PYTHON') RETURNING id", guest_id
    )
    response = await guest.register("grace")
    assert response.status_code == 201
    assert guest.id == guest_id
    assert not guest.user["is_guest"] and guest.user["username"] == "grace"
    assert await pg.fetchval("SELECT user_id FROM game_sessions WHERE id = $1", session) == guest_id
    assert told.registered == [guest_id]
    # What the guest was signed in with has ended.
    assert problem(await guest.call("GET", "/api/user/profile", headers={"Authorization": f"Bearer {guest_token}"}))[
        1
    ] == ("auth/invalid-token")
    guest.http.cookies.clear()
    guest.http.cookies.set("prodev_refresh", guest_refresh, domain="prodev.test", path="/api/auth")
    assert problem(await guest.http.post("/api/auth/refresh")) == (401, "auth/invalid-refresh")


async def test_a_guest_may_keep_the_name_they_were_given(guest: Browser) -> None:
    response = await guest.register(guest.user["username"])
    assert response.status_code == 201


async def test_a_guest_who_takes_a_taken_name_stays_a_guest(guest: Browser, ada: Browser, told: Told) -> None:
    response = await guest.call("POST", "/api/auth/register", body(username="Ada"))
    assert problem(response) == (409, "account/username-taken")
    assert (await guest.call("GET", "/api/user/profile")).json()["is_guest"]
    assert told.registered == []


async def test_a_guest_who_registers_twice_at_once_is_registered_once(guest: Browser, pg: Pool, told: Told) -> None:
    async with pg.acquire() as connection, connection.transaction():
        await connection.execute("SELECT FROM users WHERE id = $1 FOR UPDATE", guest.id)
        tasks = [
            asyncio.create_task(
                guest.call("POST", "/api/auth/register", body(username=name, email=f"{name}@example.com"))
            )
            for name in ("one", "two")
        ]
        await until_waiting(pg, 2)
    won, lost = sorted(await asyncio.gather(*tasks), key=lambda answer: answer.status_code)
    assert won.status_code == 201
    assert problem(lost) == (409, "account/already-registered")
    name = won.json()["user"]["username"]
    assert [dict(row) for row in await pg.fetch("SELECT username, is_guest FROM users")] == [
        {"username": name, "is_guest": False}
    ]
    assert told.registered == [guest.id]


async def test_who_is_registered_cannot_register_again(ada: Browser) -> None:
    response = await ada.call("POST", "/api/auth/register", body())
    assert problem(response) == (409, "account/already-registered")


async def test_a_bad_token_is_refused_rather_than_ignored(browsers: NewBrowser) -> None:
    response = await browsers().call("POST", "/api/auth/register", body(), headers={"Authorization": "Bearer x"})
    assert problem(response) == (401, "auth/invalid-token")


async def test_a_callback_that_fails_does_not_undo_the_registration(guest: Browser, accounts: Accounts) -> None:
    async def fail(_: str) -> None:
        raise RuntimeError("boards")

    accounts.on_guest_registered = fail
    assert (await guest.register("grace")).status_code == 201
