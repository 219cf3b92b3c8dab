"""One's own account: names, password, settings, and its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from server.people.requests import SettingsBody
from server.sign_in import Tokens, User
from tests.accounts import PASSWORD, Browser
from tests.http import fits, pointers, problem
from tests.leaderboards.boards import play

NewBrowser = Callable[..., Browser]


# ---------------------------------------------------------------- profile


async def test_ones_profile_is_the_users_row_without_secrets(ada: Browser) -> None:
    answer = (await ada.call("GET", "/api/user/profile")).json()
    assert fits(User, answer)
    assert answer == ada.user


async def test_names_and_email_can_be_changed(browsers: NewBrowser, ada: Browser) -> None:
    body = {"username": "Countess", "email": "Countess@Example.com", "display_name": "Ada L."}
    response = await ada.call("PUT", "/api/user/profile", body | {"password": PASSWORD})
    assert response.status_code == 200
    assert fits(User, response.json())
    assert response.json() | body == response.json() | {"email": "Countess@Example.com"} | body
    assert (await ada.call("GET", "/api/user/profile")).json() == response.json()
    await browsers().login("countess@example.com")
    # The old name is free.
    await browsers().register("ada")


async def test_what_is_left_out_stays(ada: Browser) -> None:
    before = (await ada.call("GET", "/api/user/profile")).json()
    assert (await ada.call("PUT", "/api/user/profile", {})).json() | {"updated_at": 0} == before | {"updated_at": 0}
    after = (await ada.call("PUT", "/api/user/profile", {"display_name": "New"})).json()
    assert (after["username"], after["email"], after["display_name"]) == ("ada", "ada@example.com", "New")


async def test_ones_own_name_in_another_case_is_not_taken(ada: Browser) -> None:
    response = await ada.call("PUT", "/api/user/profile", {"username": "ADA", "email": "ADA@example.com"})
    assert (response.status_code, response.json()["username"]) == (200, "ADA")


async def test_what_another_has_is_taken(ada: Browser, bob: Browser) -> None:
    for body, code in [
        ({"username": "BOB"}, "account/username-taken"),
        ({"username": "guest_01234567"}, "account/username-taken"),
        ({"email": "Bob@example.com", "password": PASSWORD}, "account/email-taken"),
    ]:
        response = await ada.call("PUT", "/api/user/profile", body)
        assert problem(response) == (409, code) and pointers(response) == [f"/{next(iter(body))}"], body


@pytest.mark.parametrize(
    ("password", "code"),
    [(None, "account/password-needed"), ("a guess", "account/wrong-password"), ("", "account/wrong-password")],
)
async def test_a_new_email_needs_the_password(ada: Browser, bob: Browser, password: str | None, code: str) -> None:
    for email in "new@example.com", "bob@example.com":  # and does not say before that one is taken
        body = {"email": email} | ({} if password is None else {"password": password})
        response = await ada.call("PUT", "/api/user/profile", body)
        assert problem(response) == (403, code) and pointers(response) == ["/password"]
    assert (await ada.call("GET", "/api/user/profile")).json()["email"] == "ada@example.com"


async def test_an_email_is_taken_away_by_the_password(ada: Browser, bob: Browser) -> None:
    assert problem(await ada.call("PUT", "/api/user/profile", {"email": " "})) == (403, "account/password-needed")
    response = await ada.call("PUT", "/api/user/profile", {"email": " ", "password": PASSWORD})
    assert (response.status_code, response.json()["email"]) == (200, None)
    assert (await ada.call("PUT", "/api/user/profile", {"email": ""})).status_code == 200, "nothing to take away"
    response = await bob.call("PUT", "/api/user/profile", {"email": "ada@example.com", "password": PASSWORD})
    assert response.status_code == 200, "it is free again"


async def test_a_name_from_before_a_rule_stays_and_signs_in(
    browsers: NewBrowser, ada: Browser, pg: asyncpg.Pool
) -> None:
    old = "\u3164"
    await pg.execute("UPDATE users SET display_name = $2 WHERE id = $1", ada.id, old)
    assert (await browsers().login("ada")).json()["user"]["display_name"] == old
    response = await ada.call("PUT", "/api/user/profile", {"username": "countess"})
    assert (response.status_code, response.json()["display_name"]) == (200, old)
    assert pointers(await ada.call("PUT", "/api/user/profile", {"display_name": old})) == ["/display_name"]


async def test_of_two_who_want_one_name_at_once_one_gets_it(ada: Browser, bob: Browser) -> None:
    answers = await asyncio.gather(
        *(browser.call("PUT", "/api/user/profile", {"username": "Grace"}) for browser in (ada, bob))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_a_profile_that_does_not_validate_is_refused(ada: Browser) -> None:
    for body, pointer in [
        ({"username": "no spaces"}, "/username"),
        ({"username": "u" * 51}, "/username"),
        ({"email": "x"}, "/email"),
        ({"display_name": "\t"}, "/display_name"),
        ({"display_name": 1}, "/display_name"),
        ({"role": "ADMIN"}, "/role"),
        ([], "/"),
    ]:
        response = await ada.call("PUT", "/api/user/profile", body)
        assert problem(response) == (422, "request/invalid") and pointers(response) == [pointer], body


async def test_a_guest_may_choose_a_display_name_and_no_more(guest: Browser) -> None:
    response = await guest.call("PUT", "/api/user/profile", {"display_name": "Zed"})
    assert response.json()["display_name"] == "Zed"
    for body in {"username": "zed"}, {"email": "zed@example.com"}:
        assert problem(await guest.call("PUT", "/api/user/profile", body)) == (409, "account/guest")


async def test_a_new_account_has_no_address_in_its_display_name(ada: Browser, guest: Browser, pg: asyncpg.Pool) -> None:
    profile, address = "/api/user/profile", {"display_name": "Ada of evil.io"}
    for player in ada, guest:
        response = await player.call("PUT", profile, address)
        assert problem(response) == (409, "account/new") and pointers(response) == ["/display_name"]
        assert (await player.call("PUT", profile, {"display_name": "Ada of Ockham"})).status_code == 200
    await pg.execute("UPDATE users SET display_name = $2 WHERE id = $1", guest.id, address["display_name"])
    assert (await guest.call("PUT", profile, address)).status_code == 200, "the name from before stays"
    await pg.execute("UPDATE users SET created_at = now() - interval '7 days' WHERE id = $1", ada.id)
    for _ in range(3):
        await play(pg, ada.id, datetime.now(UTC))
    assert (await ada.call("PUT", profile, address)).json()["display_name"] == address["display_name"]


# ---------------------------------------------------------------- password

NEW = "a brand new password"


async def test_a_new_password_ends_other_sign_ins_and_keeps_this_one(browsers: NewBrowser, ada: Browser) -> None:
    elsewhere, old_token = browsers(), ada.token
    await elsewhere.login("ada")
    response = await ada.call("PUT", "/api/user/password", {"current_password": PASSWORD, "new_password": NEW})
    ada.keep(response)
    assert fits(Tokens, response.json())
    assert await ada.is_signed_in()
    await ada.refresh()
    assert not await elsewhere.is_signed_in()
    assert problem(await elsewhere.http.post("/api/auth/refresh")) == (401, "auth/invalid-refresh")
    stale = await ada.call("GET", "/api/user/profile", headers={"Authorization": f"Bearer {old_token}"})
    assert problem(stale) == (401, "auth/invalid-token")
    await browsers().login("ada", NEW)
    response = await browsers().call("POST", "/api/auth/login", {"login": "ada", "password": PASSWORD})
    assert problem(response) == (401, "auth/wrong-credentials")


async def test_a_wrong_current_password_changes_nothing(browsers: NewBrowser, ada: Browser) -> None:
    for current in ["wrong password", "", "p" * 100]:
        response = await ada.call("PUT", "/api/user/password", {"current_password": current, "new_password": NEW})
        assert problem(response) == (403, "account/wrong-password") and pointers(response) == ["/current_password"], (
            current
        )
        assert await ada.is_signed_in(), current
        await browsers().login("ada")


async def test_a_new_password_must_fit_the_rules(ada: Browser) -> None:
    for body, pointer in [
        ({"current_password": PASSWORD}, "/new_password"),
        ({"new_password": NEW}, "/current_password"),
        ({"current_password": PASSWORD, "new_password": "short"}, "/new_password"),
        ({"current_password": PASSWORD, "new_password": "é" * 37}, "/new_password"),
        ({"current_password": PASSWORD, "new_password": 12345678}, "/new_password"),
    ]:
        response = await ada.call("PUT", "/api/user/password", body)
        assert problem(response) == (422, "request/invalid") and pointers(response) == [pointer], body


async def test_of_two_password_changes_at_once_one_wins(ada: Browser) -> None:
    answers = await asyncio.gather(
        *(
            ada.call("PUT", "/api/user/password", {"current_password": PASSWORD, "new_password": f"{NEW} {i}"})
            for i in range(2)
        )
    )
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 200 and statuses[1] in (401, 403)


async def test_a_guest_has_no_password_to_change(guest: Browser) -> None:
    body = {"current_password": PASSWORD, "new_password": NEW}
    assert problem(await guest.call("PUT", "/api/user/password", body)) == (409, "account/guest")


# ---------------------------------------------------------------- settings

DEFAULTS = SettingsBody().model_dump() | {"chosen": []}


async def test_settings_start_with_the_defaults(ada: Browser, guest: Browser) -> None:
    for browser in ada, guest:
        assert (await browser.call("GET", "/api/user/settings")).json() == DEFAULTS


async def test_settings_that_are_sent_are_kept_and_others_stay(ada: Browser, bob: Browser) -> None:
    first = await ada.call("PUT", "/api/user/settings", {"theme": "dark", "font_size": 22, "language": "python"})
    first_chosen = {"theme": "dark", "font_size": 22, "language": "PYTHON"}
    assert first.json() == DEFAULTS | first_chosen | {"chosen": sorted(first_chosen)}
    second = await ada.call("PUT", "/api/user/settings", {"sound": False, "language": None})
    second_chosen = first_chosen | {"language": None, "sound": False}
    assert second.json() == DEFAULTS | second_chosen | {"chosen": sorted(second_chosen)}
    assert (await ada.call("GET", "/api/user/settings")).json() == second.json()
    assert (await bob.call("GET", "/api/user/settings")).json() == DEFAULTS


async def test_replays_public_is_a_column_that_the_server_obeys(ada: Browser, pg: asyncpg.Pool) -> None:
    response = await ada.call("PUT", "/api/user/settings", {"replays_public": False})
    assert response.json() == DEFAULTS | {"replays_public": False}
    row = await pg.fetchrow("SELECT replays_public, settings FROM users WHERE id = $1", ada.id)
    assert row is not None and (row["replays_public"], row["settings"]) == (False, {})
    assert (await ada.call("GET", "/api/user/profile")).json()["replays_public"] is False


async def test_settings_that_do_not_validate_are_refused(ada: Browser) -> None:
    for body, pointer in [
        ({"theme": "pink"}, "/theme"),
        ({"theme": None}, "/theme"),
        ({"font_size": "18"}, "/font_size"),
        ({"font_size": 9}, "/font_size"),
        ({"font_size": 10**30}, "/font_size"),
        ({"volume": 101}, "/volume"),
        ({"sound": 1}, "/sound"),
        ({"language": "COBOL"}, "/language"),
        ({"replays_public": None}, "/replays_public"),
        ({"nonsense": 1}, "/nonsense"),
        ([], "/"),
    ]:
        response = await ada.call("PUT", "/api/user/settings", body)
        assert problem(response) == (422, "request/invalid") and pointers(response) == [pointer], body
        assert (await ada.call("GET", "/api/user/settings")).json() == DEFAULTS, body


async def test_settings_of_another_version_do_no_harm(ada: Browser, pg: asyncpg.Pool) -> None:
    stored = {"theme": "neon", "font_size": 20, "minimap": True}
    await pg.execute("UPDATE users SET settings = $2 WHERE id = $1", ada.id, stored)
    assert (await ada.call("GET", "/api/user/settings")).json() == DEFAULTS | {"font_size": 20, "chosen": ["font_size"]}
    await ada.call("PUT", "/api/user/settings", {"caret": "bar"})
    assert await pg.fetchval("SELECT settings FROM users WHERE id = $1", ada.id) == stored | {"caret": "bar"}


async def test_two_tabs_that_change_settings_do_not_undo_each_other(ada: Browser) -> None:
    changes: list[dict[str, Any]] = [{"theme": "dark"}, {"sound": False}, {"volume": 3}, {"caret": "bar"}]
    await asyncio.gather(*(ada.call("PUT", "/api/user/settings", change) for change in changes))
    chosen = {"theme": "dark", "sound": False, "volume": 3, "caret": "bar"}
    wanted = DEFAULTS | chosen | {"chosen": sorted(chosen)}
    assert (await ada.call("GET", "/api/user/settings")).json() == wanted
