"""The cookie that says on which accounts a browser has been signed in."""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import SimpleCookie
from uuid import uuid4

import pytest

from server.sign_in.known_devices import ACCOUNTS, KnownDevices
from tests.accounts import Browser

NewBrowser = Callable[..., Browser]

DEVICES = KnownDevices("a secret of the tests, long enough for HS256")


def test_a_browser_is_known_to_the_accounts_that_signed_in_there_and_to_no_other() -> None:
    ada, bob, eve = (str(uuid4()) for _ in range(3))
    cookie = DEVICES.cookie_with(DEVICES.cookie_with(None, ada), bob)
    name = DEVICES.name_of(cookie, ada)
    assert name is not None and DEVICES.name_of(cookie, bob) == name
    assert DEVICES.name_of(cookie, eve) is None
    assert ada not in cookie


def test_a_cookie_of_somebody_elses_making_is_not_believed() -> None:
    ada = str(uuid4())
    cookie = DEVICES.cookie_with(None, ada)
    name, tag = cookie.split(".")
    forged = [
        KnownDevices("another secret").cookie_with(None, ada),
        f"{'A' * len(name)}.{tag}",
        f"{name}.{'A' * len(tag)}",
        name,
        "",
        ".",
        "." * 20,
        "é.é",
        "x" * 10_000,
    ]
    assert [DEVICES.name_of(one, ada) for one in (*forged, None)] == [None] * 10
    for one in forged:
        assert DEVICES.name_of(DEVICES.cookie_with(one, ada), ada) is not None


def test_the_last_accounts_of_a_computer_are_known() -> None:
    pupils, cookie = [str(uuid4()) for _ in range(ACCOUNTS + 2)], None
    for pupil in pupils:
        cookie = DEVICES.cookie_with(cookie, pupil)
    assert cookie is not None and len(cookie) < 200
    assert [DEVICES.name_of(cookie, pupil) is not None for pupil in pupils] == [False] * 2 + [True] * ACCOUNTS
    assert DEVICES.cookie_with(cookie, pupils[-1]) == cookie, "signing in again changes nothing"


@pytest.mark.parametrize(("scheme", "prefix"), [("http", ""), ("https", "__Secure-")])
async def test_it_is_set_at_a_sign_in_and_stays_after_a_logout(
    browsers: NewBrowser, ada: Browser, scheme: str, prefix: str
) -> None:
    browser = browsers(base_url=f"{scheme}://prodev.test")
    response = await browser.login("ada")
    morsels = SimpleCookie()
    for line in response.headers.get_list("set-cookie"):
        morsels.load(line)
    morsel = morsels[f"{prefix}prodev_device"]
    assert morsel["httponly"] is True and morsel["samesite"].lower() == "strict" and morsel["path"] == "/api/auth"
    assert bool(morsel["secure"]) is (scheme == "https")
    await browser.http.post("/api/auth/logout")
    assert f"{prefix}prodev_device" in browser.http.cookies
    assert "prodev_device" not in "".join((await browser.login("ada")).headers.get_list("set-cookie")), "it is known"


async def test_a_guest_gets_none(guest: Browser) -> None:
    assert "prodev_device" not in guest.http.cookies
