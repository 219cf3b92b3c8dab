"""The connection that all commands of a process share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError, DataError, ResponseError
from redis.exceptions import TimeoutError as NoAnswer

from server.infra import redis as module
from server.infra.redis import REDIS_AWAY, open_redis
from tests.gate import Gate
from tests.live import PATIENCE_S


@pytest.fixture
async def cut(redis_gate: Gate, redis: Redis) -> AsyncIterator[Redis]:
    """A client that a gate cuts off; `redis` is another one, past the gate."""
    async with open_redis(redis_gate.url) as client:
        yield client


async def test_each_of_many_callers_gets_its_own_answer_over_one_connection(
    cut: Redis, redis_gate: Gate, redis_prefix: str
) -> None:
    answers = await asyncio.gather(*(cut.echo(f"{redis_prefix}{number}") for number in range(2_000)))
    assert answers == [f"{redis_prefix}{number}".encode() for number in range(2_000)]
    assert redis_gate.accepted == 1


async def test_answers_are_what_redis_makes_of_them(redis: Redis, redis_prefix: str) -> None:
    key = f"{redis_prefix}hash"
    await redis.hset(key, mapping={"a": 1, "b": "zwölf"})
    assert await redis.hgetall(key) == {b"a": b"1", b"b": "zwölf".encode()}
    assert await redis.exists(key) == 1
    assert await redis.set(key + "x", b"\x00\xff", nx=True, ex=5) is True
    assert await redis.set(key + "x", "again", nx=True) is None
    assert (await redis.config_get("maxmemory")).keys() == {"maxmemory"}  # a command of two words
    script = redis.register_script("return {KEYS[1], ARGV[1], redis.call('HLEN', KEYS[1])}")
    assert await script(keys=[key], args=[7]) == [key.encode(), b"7", 2]


async def test_an_error_is_its_callers_alone(redis: Redis, redis_prefix: str) -> None:
    await redis.set(f"{redis_prefix}text", "x")
    wrong, right = await asyncio.gather(
        redis.hget(f"{redis_prefix}text", "field"), redis.get(f"{redis_prefix}text"), return_exceptions=True
    )
    assert isinstance(wrong, ResponseError)
    assert "WRONGTYPE" in str(wrong)
    assert right == b"x"


async def test_what_cannot_be_sent_is_said_and_sends_nothing(redis: Redis, redis_prefix: str) -> None:
    with pytest.raises(DataError):
        await redis.set(redis_prefix, {"no": "text"})  # type: ignore[arg-type]
    assert await redis.echo("next") == b"next"


async def test_who_stops_waiting_leaves_the_others_their_answers(cut: Redis, redis_gate: Gate) -> None:
    await cut.ping()
    redis_gate.freeze()
    waiting = [asyncio.create_task(_echo(cut, str(number))) for number in range(3)]
    await asyncio.sleep(0)
    waiting[1].cancel()
    redis_gate.thaw()
    assert await waiting[0] == b"0"
    assert await waiting[2] == b"2"
    assert waiting[1].cancelled()


async def test_a_redis_that_hangs_costs_all_callers_one_timeout(
    cut: Redis, redis_gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SILENT_S", 0.2)
    await cut.ping()
    redis_gate.freeze()
    begun_s = asyncio.get_running_loop().time()
    answers = await asyncio.gather(*(cut.echo("x") for _ in range(50)), return_exceptions=True)
    assert {type(answer) for answer in answers} == {NoAnswer}
    with pytest.raises(ConnectionError, match="lately"):  # and nobody else waits for it
        await cut.echo("x")
    assert asyncio.get_running_loop().time() - begun_s < 2 * module.COMMAND_TIMEOUT_S
    redis_gate.thaw()
    await _answers_again(cut)


async def test_a_line_that_is_cut_is_told_and_opened_anew(cut: Redis, redis_gate: Gate) -> None:
    await cut.ping()
    redis_gate.freeze()
    asked = asyncio.create_task(_echo(cut, "x"))
    await asyncio.sleep(0)
    await redis_gate.shut()
    with pytest.raises(REDIS_AWAY):
        await asked
    with pytest.raises(REDIS_AWAY):
        await cut.echo("x")
    redis_gate.thaw()
    await redis_gate.open()
    await _answers_again(cut)


async def _echo(client: Redis, text: str) -> bytes | str:
    return await client.echo(text)


async def _answers_again(client: Redis) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                assert await client.echo("again") == b"again"
                return
            except REDIS_AWAY:
                await asyncio.sleep(0.02)


async def test_a_client_that_is_closed_leaves_no_line_behind(redis: Redis, redis_gate: Gate) -> None:
    client = open_redis(redis_gate.url)
    name = f"closed-{id(client)}"
    await client.client_setname(name)
    await client.aclose()
    async with asyncio.timeout(PATIENCE_S):
        while any(one["name"] == name for one in await redis.client_list()):
            await asyncio.sleep(0.02)
