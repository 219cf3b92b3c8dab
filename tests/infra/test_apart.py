"""Work in a process of its own: it answers, is ended when it takes too long or too much, and starts again."""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
from pathlib import Path

import pytest

from server.infra.apart import WAITING, Apart, Busy, OneAtATime, TookTooLong
from tests.live import PATIENCE_S

ADA = "ada"


class Odd(Exception):
    """Is pickled, and cannot be read again."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


def pid(_: object) -> int:
    return os.getpid()


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "slept"


def swallow(bytes_: int) -> int:
    return len(bytearray(bytes_))


def start_another(pipe: str) -> None:
    subprocess.run(["sh", "-c", 'exec sleep 20 > "$0"', pipe], check=True)


def fail(kind: str) -> None:
    if kind == "odd":
        raise Odd("one ", "other")
    if kind == "deep":
        fail(kind)
    raise KeyError(kind)


def noisy(_: object) -> str:
    print("not an answer")
    return "an answer"


@pytest.mark.long
async def test_calls_are_answered_by_one_process_that_is_not_this_one() -> None:
    apart: Apart[object, int] = Apart("tests.infra.test_apart:pid", limit_s=5)
    try:
        first, second = await apart(None, ADA), await apart(None, ADA)
        assert first == second != os.getpid()
        apart.close()
        assert await apart(None, ADA) != first, "it starts again"
    finally:
        apart.close()


async def test_what_takes_too_long_is_ended_and_the_next_call_is_answered() -> None:
    apart: Apart[float, str] = Apart("tests.infra.test_apart:sleep", limit_s=0.2)
    try:
        with pytest.raises(TookTooLong):
            await apart(60, ADA)
        assert await apart(0, ADA) == "slept"
    finally:
        apart.close()


async def test_what_takes_too_much_memory_is_ended() -> None:
    apart: Apart[int, int] = Apart("tests.infra.test_apart:swallow", limit_s=5)
    try:
        with pytest.raises(TookTooLong):
            await apart(4 * 2**30, ADA)
        assert await apart(1000, ADA) == 1000
    finally:
        apart.close()


async def test_beyond_those_that_wait_a_call_is_refused_at_once() -> None:
    apart: Apart[float, str] = Apart("tests.infra.test_apart:sleep", limit_s=5)
    try:
        calls = [asyncio.create_task(apart(0.01, str(n))) for n in range(WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await apart(0, ADA)
        assert await asyncio.gather(*calls) == ["slept"] * WAITING
        assert await apart(0, ADA) == "slept"
    finally:
        apart.close()


async def test_a_call_that_is_given_up_leaves_no_answer_for_the_next() -> None:
    apart: Apart[float, str] = Apart("tests.infra.test_apart:sleep", limit_s=5)
    try:
        assert await apart(0, ADA) == "slept"
        call = asyncio.create_task(apart(3, ADA))
        await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert await apart(0, ADA) == "slept"
    finally:
        apart.close()


async def test_what_the_work_prints_is_no_answer() -> None:
    apart: Apart[object, str] = Apart("tests.infra.test_apart:noisy", limit_s=5)
    try:
        assert await apart(None, ADA) == "an answer"
    finally:
        apart.close()


async def test_what_the_work_has_started_is_ended_with_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    apart: Apart[str, None] = Apart("tests.infra.test_apart:start_another", limit_s=2)
    try:
        ended = asyncio.create_task(asyncio.to_thread(pipe.read_bytes))  # until nobody holds its other end
        with pytest.raises(TookTooLong):
            await apart(str(pipe), ADA)
        assert await asyncio.wait_for(ended, PATIENCE_S) == b""
    finally:
        apart.close()


async def test_nobody_has_two_calls_at_once() -> None:
    apart: Apart[float, str] = Apart("tests.infra.test_apart:sleep", limit_s=5)
    try:
        first = asyncio.create_task(apart(0.01, ADA))
        await asyncio.sleep(0)
        with pytest.raises(OneAtATime):
            await apart(0, ADA)
        assert await apart(0, "bob") == "slept" == await first
        assert await apart(0, ADA) == "slept"
    finally:
        apart.close()


async def test_what_the_work_raises_is_raised_here_and_says_where() -> None:
    """A fault of ours is not taken for code that is too much."""
    apart: Apart[str, None] = Apart("tests.infra.test_apart:fail", limit_s=5)
    try:
        with pytest.raises(KeyError, match="'key'") as raised:
            await apart("key", ADA)
        assert "in fail" in raised.value.__notes__[-1]
        with pytest.raises(RuntimeError, match="Odd: one other") as raised_odd:
            await apart("odd", ADA)
        assert "in fail" in raised_odd.value.__notes__[-1]
        with pytest.raises(TookTooLong):
            await apart("deep", ADA)
    finally:
        apart.close()


async def test_work_that_does_not_exist_is_no_fault_of_what_was_sent() -> None:
    apart: Apart[str, None] = Apart("tests.infra.test_apart:nowhere", limit_s=5)
    with pytest.raises(RuntimeError, match="did not start"):
        await apart("", ADA)
