"""Work in a process of its own: it answers, is ended when it takes too long or too much, and starts again."""

from __future__ import annotations

import asyncio
import os
import time

import pytest

from server.infra.apart import WAITING, Apart, Busy, TookTooLong


def pid(_: object) -> int:
    return os.getpid()


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "slept"


def swallow(bytes_: int) -> int:
    return len(bytearray(bytes_))


def noisy(_: object) -> str:
    print("not an answer")
    return "an answer"


@pytest.mark.long
async def test_calls_are_answered_by_one_process_that_is_not_this_one() -> None:
    apart: Apart[object, int] = Apart("tests.infra.test_apart:pid", limit_s=5)
    try:
        first, second = await apart(None), await apart(None)
        assert first == second != os.getpid()
        apart.close()
        assert await apart(None) != first, "it starts again"
    finally:
        apart.close()


async def test_what_takes_too_long_is_ended_and_the_next_call_is_answered() -> None:
    apart: Apart[float, str] = Apart("tests.infra.test_apart:sleep", limit_s=0.2)
    try:
        with pytest.raises(TookTooLong):
            await apart(60)
        assert await apart(0) == "slept"
    finally:
        apart.close()


async def test_what_takes_too_much_memory_is_ended() -> None:
    apart: Apart[int, int] = Apart("tests.infra.test_apart:swallow", limit_s=5)
    try:
        with pytest.raises(TookTooLong):
            await apart(4 * 2**30)
        assert await apart(1000) == 1000
    finally:
        apart.close()


async def test_beyond_those_that_wait_a_call_is_refused_at_once() -> None:
    apart: Apart[float, str] = Apart("tests.infra.test_apart:sleep", limit_s=5)
    try:
        calls = [asyncio.create_task(apart(0.01)) for _ in range(WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await apart(0)
        assert await asyncio.gather(*calls) == ["slept"] * WAITING
        assert await apart(0) == "slept"
    finally:
        apart.close()


async def test_a_call_that_is_given_up_leaves_no_answer_for_the_next() -> None:
    apart: Apart[float, str] = Apart("tests.infra.test_apart:sleep", limit_s=5)
    try:
        assert await apart(0) == "slept"
        call = asyncio.create_task(apart(3))
        await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert await apart(0) == "slept"
    finally:
        apart.close()


async def test_what_the_work_prints_is_no_answer() -> None:
    apart: Apart[object, str] = Apart("tests.infra.test_apart:noisy", limit_s=5)
    try:
        assert await apart(None) == "an answer"
    finally:
        apart.close()
