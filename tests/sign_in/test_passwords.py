"""The bounds on hashing, with hashes that the test holds back."""

from __future__ import annotations

import asyncio
import threading

import bcrypt
import pytest

from server.infra.addresses import current_client
from server.infra.web import Problem
from server.sign_in.passwords import PER_ADDRESS, Passwords, generate_password
from tests.live import PATIENCE_S


async def test_a_password_belongs_to_its_hash_and_to_no_other() -> None:
    passwords = Passwords(4)
    stored = await passwords.hash("pässword")
    assert await passwords.check("pässword", stored)
    assert not await passwords.check("Pässword", stored)
    assert not await passwords.check("pässword", await passwords.hash("another one"))


@pytest.mark.parametrize("stored", [None, "!", "", "md5:0123"])
async def test_what_is_no_hash_fits_no_password(stored: str | None) -> None:
    assert not await Passwords(4).check("!", stored)


async def test_the_72_bytes_that_bcrypt_reads_do_not_let_a_longer_password_in() -> None:
    passwords = Passwords(4)
    stored = await passwords.hash("p" * 72)
    assert await passwords.check("p" * 72, stored)
    assert not await passwords.check("p" * 73, stored)


async def test_only_todays_cost_is_up_to_date() -> None:
    stored = await Passwords(4).hash("password")
    assert not Passwords(4).is_outdated(stored)
    assert Passwords(5).is_outdated(stored)


async def test_two_run_some_wait_and_the_rest_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, may_go = 0, 0, threading.Event()
    counted = threading.Lock()

    def held(password: bytes, salt: bytes) -> bytes:
        nonlocal running, most
        with counted:
            running += 1
            most = max(most, running)
        may_go.wait(10)
        with counted:
            running -= 1
        return b"$2b$04$"

    monkeypatch.setattr(bcrypt, "hashpw", held)
    passwords = Passwords(4, at_once=2, waiting=3)
    tasks = [asyncio.create_task(passwords.hash("password")) for _ in range(7)]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    refused = [task.exception() for task in done]
    assert [(error.status, error.code) for error in refused if isinstance(error, Problem)] == [(503, "auth/busy")] * 2
    may_go.set()
    assert [result for result in await asyncio.gather(*tasks, return_exceptions=True) if isinstance(result, str)] == [
        "$2b$04$"
    ] * 5
    assert most == 2
    assert await passwords.hash("there is room again") == "$2b$04$"


async def test_one_address_does_not_fill_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    may_go = threading.Event()

    def held(password: bytes, salt: bytes) -> bytes:
        may_go.wait(10)
        return b"$2b$04$"

    monkeypatch.setattr(bcrypt, "hashpw", held)
    passwords = Passwords(4)
    current_client.set("203.0.113.9")
    tasks = [asyncio.create_task(passwords.hash("password")) for _ in range(PER_ADDRESS + 5)]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    assert len(done) == 5
    current_client.set("203.0.113.10")
    other = asyncio.create_task(passwords.hash("password"))
    await asyncio.sleep(0)
    assert not other.done()
    may_go.set()
    assert await other == "$2b$04$"
    await asyncio.gather(*tasks, return_exceptions=True)
    current_client.set("203.0.113.9")
    assert await passwords.hash("there is room again") == "$2b$04$"


async def hash_if_there_is_room(passwords: Passwords) -> str | None:
    try:
        return await passwords.hash("password")
    except Problem:
        return None


async def test_a_caller_who_hangs_up_frees_no_place_before_the_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    started, may_go = threading.Event(), threading.Event()

    def held(password: bytes, salt: bytes) -> bytes:
        started.set()
        may_go.wait(10)
        return b"$2b$04$"

    monkeypatch.setattr(bcrypt, "hashpw", held)
    passwords = Passwords(4, at_once=1, waiting=0)
    caller = asyncio.create_task(passwords.hash("password"))
    await asyncio.to_thread(started.wait, 10)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    with pytest.raises(Problem):
        await passwords.hash("password")
    may_go.set()
    async with asyncio.timeout(PATIENCE_S):
        while (hashed := await hash_if_there_is_room(passwords)) is None:
            await asyncio.sleep(0)
    assert hashed == "$2b$04$"


def test_generated_passwords_fit_the_rules_and_differ() -> None:
    drawn = {generate_password() for _ in range(100)}
    assert len(drawn) == 100
    assert all(8 <= len(password) <= 72 for password in drawn)
