"""What a hostile or broken peer may not do, over both adapters; beside each what an honest one may."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import structlog
from redis.asyncio import Redis

from server.play.sockets.connection import EARLY_LIMIT_BYTES
from server.settings import Settings
from tests.gate import Gate
from tests.live import PATIENCE_S, Live, SkippingClock, playing, serving, typed, until
from tests.play.raw_peer import (
    BINARY,
    CLOSE,
    CONTINUATION,
    PING,
    PONG,
    TEXT,
    RawPeer,
    close_frame,
    frame,
    raw_peer,
    text,
)

HELLO_S = 2.5  # a hello may wait a quarter of a second for what others have counted, and one for whose game it is


async def still_plays(peer: RawPeer) -> None:
    peer.write(text("ping", n=7))
    assert (await peer.until("pong"))["n"] == 7


# ---------------------------------------------------------------- the WebSocket standard

PING_TEXT = b'{"t":"ping","n":1}'
BAD_UTF8 = b'{"t":"ping","n":1,"x":"\xc3\x28"}'

BROKEN = {
    "a reserved bit": (1002, frame(TEXT, PING_TEXT, reserved=4)),
    "another reserved bit": (1002, frame(TEXT, PING_TEXT, reserved=1)),
    "a reserved bit of a ping": (1002, frame(PING, b"x", reserved=2)),
    "a reserved opcode": (1002, frame(0x3, b"x")),
    "a continuation of nothing": (1002, frame(CONTINUATION, PING_TEXT)),
    "an empty continuation of nothing": (1002, frame(CONTINUATION)),
    "a message inside another": (1002, frame(TEXT, b'{"t":', fin=False) + frame(TEXT, PING_TEXT)),
    "bytes inside a text": (1002, frame(TEXT, b'{"t":', fin=False) + frame(BINARY, b"x")),
    "a fragment that begins another": (1002, frame(TEXT, b"{", fin=False) + frame(TEXT, b"{", fin=False)),
    "a fragmented ping": (1002, frame(PING, b"x", fin=False)),
    "a ping of 126 bytes": (1002, frame(PING, b"x" * 126)),
    "a frame without a mask": (1002, frame(TEXT, PING_TEXT, masked=False)),
    "a close of one byte": (1002, frame(CLOSE, b"\x03")),
    "a close of 126 bytes": (1002, close_frame(1000, b"x" * 124)),
    **{f"close code {code}": (1002, close_frame(code)) for code in (0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65535)},
    "a close reason that is not UTF-8": (1007, close_frame(1000, b"\xff")),
    "a text that is not UTF-8": (1007, frame(TEXT, BAD_UTF8)),
    "a text in fragments that is not UTF-8": (
        1007,
        frame(TEXT, BAD_UTF8[:24], fin=False) + frame(CONTINUATION, BAD_UTF8[24:]),
    ),
    # What the standard allows and our protocol does not.
    "bytes": (4501, frame(BINARY, PING_TEXT)),
    "a frame of 5,000 bytes": (4501, frame(TEXT, b" " * 5000)),
    "a frame of 100,000 bytes": (4501, frame(TEXT, b" " * 100_000)),
    "5,000 bytes in fragments": (4501, frame(TEXT, b" " * 2500, fin=False) + frame(CONTINUATION, b" " * 2500)),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_what_breaks_the_standard_is_closed_with_its_code(
    live: Live, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    code, frames = BROKEN[name]
    game = await (await live.guest()).start()
    other_game = await (await live.guest()).start()
    async with raw_peer(live) as other, raw_peer(live) as peer:
        await other.hello(other_game["session_token"])
        await peer.hello(game["session_token"])
        peer.write(frames)
        assert await peer.closed() == code
        await until(lambda: live.play.table.playing == 1)
        await still_plays(other)
    assert [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR] == []


ALLOWED = {
    "a text in fragments": frame(TEXT, b'{"t":"pi', fin=False) + frame(CONTINUATION, b'ng","n":7}'),
    "a ping between fragments": frame(TEXT, b'{"t":"pi', fin=False) + frame(PING) + frame(CONTINUATION, b'ng","n":7}'),
    "empty fragments": frame(TEXT, fin=False) + frame(CONTINUATION, b'{"t":"ping","n":7}', fin=False) + frame(0),
    "a character cut in two": frame(TEXT, b'{"t":"ping","n":7,"x":"\xc3', fin=False) + frame(CONTINUATION, b'\xa9"}'),
    "a frame of 4,096 bytes": frame(TEXT, b'{"t":"ping","n":7}'.ljust(4096)),
    "a pong that nobody asked for": frame(PONG, b"x" * 125) + frame(TEXT, b'{"t":"ping","n":7}'),
}


@pytest.mark.parametrize("name", ALLOWED)
async def test_what_the_standard_allows_is_read(live: Live, name: str) -> None:
    game = await (await live.guest()).start()
    async with raw_peer(live) as peer:
        await peer.hello(game["session_token"])
        peer.write(ALLOWED[name])
        assert (await peer.until("pong"))["n"] == 7


async def test_a_ping_is_answered_with_its_own_bytes(live: Live) -> None:
    game = await (await live.guest()).start()
    async with raw_peer(live) as peer:
        await peer.hello(game["session_token"])
        peer.write(frame(PING, b"x" * 125))
        assert await peer.receive() == (PONG, b"x" * 125)


@pytest.mark.parametrize(
    ("sent", "answered"),
    [(close_frame(1000), (1000,)), (close_frame(1001, "grüß".encode()), (1001,)), (close_frame(4999), (4999,)),
     (frame(CLOSE), (0, 1000))],
    ids=["1000", "1001 with a reason", "4999", "without a code"],
)  # fmt: skip
async def test_a_close_is_answered_and_the_line_ends(live: Live, sent: bytes, answered: tuple[int, ...]) -> None:
    game = await (await live.guest()).start()
    async with raw_peer(live) as peer:
        await peer.hello(game["session_token"])
        peer.write(sent)
        assert await peer.closed() in answered
        await peer.ended()
        await live.without_players()


async def test_a_browser_that_keeps_connections_alive_is_let_in(live: Live) -> None:
    game = await (await live.guest()).start()
    async with raw_peer(live, {"Connection": "keep-alive, Upgrade"}) as peer:  # as Firefox says it
        await peer.hello(game["session_token"])
        await still_plays(peer)


async def test_nothing_is_compressed(live: Live) -> None:
    game = await (await live.guest()).start()
    async with raw_peer(live, {"Sec-WebSocket-Extensions": "permessage-deflate"}) as peer:
        await peer.hello(game["session_token"])
        peer.write(frame(TEXT, PING_TEXT, reserved=4))
        assert await peer.closed() == 1002


async def test_a_peer_that_breaks_the_rules_again_and_again_is_logged_once_a_minute(live: Live) -> None:
    clock = live.play.table.clock = SkippingClock()
    game = await (await live.guest()).start()
    with structlog.testing.capture_logs() as logs:
        for number in range(6):
            async with raw_peer(live) as peer:
                await peer.hello(game["session_token"])
                peer.write(*[frame(TEXT, b"", reserved=1 + number % 3)] * 20)
                assert await peer.closed() == 1002
            if number == 4:
                clock.skip(61)
    lines = [line for line in logs if line["event"] == "peer_sent_away"]
    assert [(line["peer"], line["code"], line["others"]) for line in lines] == [
        ("127.0.0.1", 1002, 0),
        ("127.0.0.1", 1002, 4),
    ]


# ---------------------------------------------------------------- what is sent


class TestSmallAllowance:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"keys_per_second": 1, "keys_burst": 20})

    FLOODS = {  # noqa: RUF012 - read only
        "pings": frame(PING) * 40,
        "pongs": frame(PONG, b"x") * 40,
        "empty continuations": frame(TEXT, b'{"t":', fin=False) + frame(CONTINUATION, fin=False) * 40,
        "messages": text("ping", n=1) * 40,
        "a mixture": (frame(PING) + text("go") + frame(PONG) + text("pause")) * 10,
    }

    @pytest.mark.parametrize("kind", FLOODS)
    async def test_frames_of_any_kind_count(self, live: Live, kind: str) -> None:
        game = await (await live.guest()).start()
        async with raw_peer(live) as peer:
            await peer.hello(game["session_token"])
            peer.write(self.FLOODS[kind])
            assert await peer.closed() == 4013
            await live.without_players()

    async def test_as_many_frames_as_the_burst_holds_are_answered(self, live: Live) -> None:
        game = await (await live.guest()).start()
        async with raw_peer(live) as peer:
            await peer.hello(game["session_token"])
            peer.write(frame(PING) * 10, text("go") * 9)
            await still_plays(peer)

    async def test_coming_back_fills_no_allowance(self, live: Live) -> None:
        clock = live.play.table.clock = SkippingClock()
        game = await (await live.guest()).start()
        async with raw_peer(live) as peer:
            await peer.hello(game["session_token"])
            peer.write(frame(PING) * 19)
            await still_plays(peer)
        for _ in range(2):  # what is refused costs nothing
            async with raw_peer(live) as again:
                await again.hello(game["session_token"])
                again.write(frame(PING) * 19)
                assert await again.closed() == 4013
        clock.skip(20)  # but time does
        async with raw_peer(live) as later:
            await later.hello(game["session_token"])
            later.write(frame(PING) * 15)
            await still_plays(later)

    async def test_another_players_allowance_is_their_own(self, live: Live) -> None:
        game, other_game = await (await live.guest()).start(), await (await live.guest()).start()
        async with raw_peer(live) as peer, raw_peer(live) as other:
            await peer.hello(game["session_token"])
            await other.hello(other_game["session_token"])
            peer.write(frame(PING) * 40)
            assert await peer.closed() == 4013
            other.write(frame(PING) * 15)
            await still_plays(other)


async def test_a_gap_is_reported_once_whatever_repeated_keys_come_between(live: Live) -> None:
    game = await (await live.guest()).start()
    async with raw_peer(live) as peer:
        await peer.hello(game["session_token"])
        peer.write(text("k", s=1, e=[[0, "x"]]))
        await peer.until("a")
        before = peer.received_bytes
        sent = (text("k", s=9, e=[[0, "x"]]) + text("k", s=1, e=[[0, "x"]])) * 200
        peer.write(sent)
        assert (await peer.until("error"))["code"] == "keys/gap"
        assert (await peer.until("welcome"))["s"] == 1
        await still_plays(peer)
        assert peer.received_bytes - before < 2 * len(sent)


async def test_gaps_with_new_keys_between_them_are_paid_for(live: Live) -> None:
    game = await (await live.guest()).start()
    async with raw_peer(live) as peer:
        await peer.hello(game["session_token"])
        before = peer.received_bytes
        for number in range(1, 100):
            peer.write(text("k", s=number, e=[[0, "x"]]), text("k", s=number + 5, e=[[0, "x"]]))
        assert await peer.closed() == 4013
        welcome_bytes = 10_000
        assert peer.received_bytes - before < 12 * welcome_bytes


async def test_after_a_gap_the_missing_keys_are_taken(live: Live) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        keys = typed(player.wave["text"])
        await player.send("k", s=3, e=[[0, keys[2]]])
        assert (await player.until("error"))["code"] == "keys/gap"
        await player.until("welcome")
        assert (await player.press(keys[:3]))[-1]["p"] > 0


# ---------------------------------------------------------------- before the welcome


async def test_much_before_the_welcome_closes_the_socket(live: Live) -> None:
    game = await (await live.guest()).start()
    async with raw_peer(live) as peer:
        peer.write(text("hello", token=game["session_token"]), text("ping", n=1) * (EARLY_LIMIT_BYTES // 20))
        assert await peer.closed() == 4013


@pytest.mark.parametrize("control", [frame(PING, b"x" * 125), frame(PONG, b"x" * 125), frame(PING)])
async def test_control_frames_before_a_hello_are_few(live: Live, control: bytes) -> None:
    async with raw_peer(live) as peer:
        peer.write(control * (EARLY_LIMIT_BYTES // len(control) + 2))
        assert await peer.closed() == 4013


async def test_a_few_frames_before_the_welcome_are_kept(live: Live) -> None:
    game = await (await live.guest()).start()
    async with raw_peer(live) as peer:
        peer.write(frame(PING), text("hello", token=game["session_token"]), *[text("ping", n=n) for n in range(20)])
        await peer.until("welcome")
        assert [(await peer.until("pong"))["n"] for _ in range(20)] == [*range(20)]


class TestImpatient:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"hello_timeout_ms": 100})

    @pytest.mark.parametrize("start", [b"", frame(PING), frame(TEXT, b'{"t":"hello"', fin=False), text("hello")[:9]])
    async def test_without_a_whole_hello_the_socket_is_closed(self, live: Live, start: bytes) -> None:
        async with raw_peer(live) as peer:
            peer.write(start)
            assert await peer.closed() == 4502


class TestTheHeadOfTheRequest:
    """What comes before the socket is one."""

    @pytest.fixture
    async def line(self, live: Live) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        address = urlsplit(live.url)
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        yield reader, writer
        writer.transport.abort()

    async def test_a_head_without_end_is_refused(self, line: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        reader, writer = line
        writer.write(b"GET /ws/play HTTP/1.1\r\nHost: x\r\n" + b"x-more: and more\r\n" * 3000)
        answer = await asyncio.wait_for(reader.read(), PATIENCE_S)
        assert answer.startswith(b"HTTP/1.1 431 ")

    @pytest.mark.parametrize("start", [b"", b"GET /ws/pl", b"GET /ws/play HTTP/1.1\r\nHost: x\r\n"])
    async def test_a_head_that_does_not_come_ends_the_line(
        self, settings: Settings, start: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("server.infra.http_protocol.HEAD_TIMEOUT_S", 0.1)
        async with serving(settings) as impatient:
            address = urlsplit(impatient.url)
            reader, writer = await asyncio.open_connection(address.hostname, address.port)
            writer.write(start)
            with contextlib.suppress(ConnectionResetError):
                assert await asyncio.wait_for(reader.read(), PATIENCE_S) == b""
            writer.close()

    async def test_a_slow_body_is_waited_for(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("server.infra.http_protocol.HEAD_TIMEOUT_S", 0.5)
        async with serving(settings) as impatient:
            address = urlsplit(impatient.url)
            reader, writer = await asyncio.open_connection(address.hostname, address.port)
            for _ in range(2):
                writer.write(
                    b"POST /api/auth/login HTTP/1.1\r\nHost: x\r\n"
                    b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n"
                )
                silent, its_writer = await asyncio.open_connection(address.hostname, address.port)
                with contextlib.suppress(ConnectionResetError):
                    await asyncio.wait_for(silent.read(), PATIENCE_S)  # which ends when the time for a head is over
                its_writer.close()
                writer.write(b"{}")
                head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_S)
                assert head.startswith(b"HTTP/1.1 422 ")
                size = re.search(rb"content-length: (\d+)", head)
                assert size is not None
                await reader.readexactly(int(size[1]))
            writer.close()


# ---------------------------------------------------------------- hellos


class TestFewHellos:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"rate_limits": True, "hellos_per_token": 4, "hellos_per_address": 40})

    async def said_hello(self, live: Live, token: str, headers: dict[str, str] | None = None) -> int:
        """0 for a welcome, else the close code."""
        async with raw_peer(live, headers) as peer:
            peer.write(text("hello", token=token))
            opcode, payload = await peer.receive()
            return int.from_bytes(payload[:2], "big") if opcode == CLOSE else 0

    async def later(self, live: Live, redis: Redis, seconds: int) -> None:
        """For the hellos that are counted in Redis. (SkippingClock is for those that a process counts.)"""
        async for key in redis.scan_iter(match=f"{live.settings.redis_prefix}hellos:*"):
            await redis.decrby(key, 1000 * seconds)

    async def test_one_game_gets_so_many_hellos_and_time_gives_more(self, live: Live, redis: Redis) -> None:
        clock = live.play.table.clock = SkippingClock()
        game = await (await live.guest()).start()
        codes = []
        for _ in range(6):
            codes.append(await self.said_hello(live, game["session_token"]))
            await live.without_players()
        assert codes == [0, 0, 0, 0, 4013, 4013]
        clock.skip(16)
        await self.later(live, redis, 16)
        assert await self.said_hello(live, game["session_token"]) == 0

    async def test_one_game_gets_no_more_hellos_from_two_processes(self, live: Live, other: Live, redis: Redis) -> None:
        clock = live.play.table.clock = SkippingClock()
        game = await (await live.guest()).start()
        codes = []
        for hop in range(7):
            codes.append(await self.said_hello((live, other)[hop % 2], game["session_token"]))
            await until(lambda: not (live.play.table.playing or other.play.table.playing))
        assert codes == [0, 0, 0, 0, 4013, 4013, 4013]
        clock.skip(16)
        await self.later(live, redis, 16)
        assert await self.said_hello(live, game["session_token"]) == 0

    async def test_guessing_at_two_processes_ends_as_soon(self, live: Live, other: Live) -> None:
        guessed = [
            await self.said_hello((live, other)[number % 2], f"00000000-0000-4000-8000-{number:012}")
            for number in range(60)
        ]
        assert guessed[:40] == [4500] * 40
        assert guessed[-1] == 4013
        assert await self.said_hello(other, "x", {"X-Forwarded-For": "192.0.2.7"}) == 4500  # from elsewhere

    async def test_tabs_at_two_processes_come_to_rest_as_soon(self, live: Live, other: Live) -> None:
        game = await (await live.guest()).start()
        async with raw_peer(live) as first, raw_peer(other) as second, raw_peer(live) as third:
            await first.hello(game["session_token"])
            await second.hello(game["session_token"])
            assert await first.closed() == 4504
            third.write(text("hello", token=game["session_token"]))
            assert await third.closed() == 4013
            await still_plays(second)

    async def test_while_redis_hangs_each_process_counts_alone(
        self, live: Live, settings: Settings, redis_gate: Gate
    ) -> None:
        async with serving(settings.model_copy(update={"redis_url": redis_gate.url})) as cut:
            game = await (await cut.guest()).start()
            redis_gate.freeze()
            codes = []
            for _ in range(6):
                async with asyncio.timeout(HELLO_S):
                    codes.append(await self.said_hello(cut, game["session_token"]))
                await until(lambda: not cut.play.table.playing)
            assert codes == [0, 0, 0, 0, 4013, 4013]
            redis_gate.thaw()

    async def test_a_class_behind_one_address_starts_at_once_and_guessing_ends(self, live: Live) -> None:
        guests = [await live.guest() for _ in range(10)]
        tokens = [game["session_token"] for guest in guests for game in [await guest.start() for _ in range(3)]]
        assert await asyncio.gather(*(self.said_hello(live, token) for token in tokens)) == [0] * 30
        guessed = [await self.said_hello(live, f"00000000-0000-4000-8000-{number:012}") for number in range(14)]
        assert guessed[:8] == [4500] * 8
        assert guessed[-1] == 4013
        assert await self.said_hello(live, "x", {"X-Forwarded-For": "192.0.2.7"}) == 4500  # from elsewhere

    async def test_what_could_be_no_token_is_told_so_each_time(self, live: Live) -> None:
        assert [await self.said_hello(live, "x") for _ in range(6)] == [4500] * 6

    async def test_tabs_that_take_a_game_from_each_other_come_to_rest(self, live: Live) -> None:
        game = await (await live.guest()).start()
        async with raw_peer(live) as first, raw_peer(live) as second, raw_peer(live) as third:
            await first.hello(game["session_token"])
            await second.hello(game["session_token"])  # a take-over counts as three
            assert await first.closed() == 4504
            third.write(text("hello", token=game["session_token"]))
            assert await third.closed() == 4013
            await still_plays(second)


# ---------------------------------------------------------------- peers that do not read


async def test_a_close_code_reaches_a_peer_that_reads_late(live: Live) -> None:
    game = await (await live.guest()).start()
    async with raw_peer(live, receive_buffer=4096) as peer:
        await peer.hello(game["session_token"])
        (lived,) = live.play.table.games()
        peer.reader._transport.pause_reading()  # type: ignore[attr-defined]  # noqa: SLF001 - it has no public name
        big = b'{"t":"error","code":"%s"}' % (b"x" * 8192)
        while lived.connection is not None and not lived.connection.is_slow():
            lived.send([big])
            await asyncio.sleep(0)
        await until(lambda: lived.connection is None)
        await asyncio.sleep(2)
        peer.reader._transport.resume_reading()  # type: ignore[attr-defined]  # noqa: SLF001
        assert await peer.closed() == 4008


async def test_a_peer_that_never_reads_is_cut(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("goodbye", "starlette_socket"):
        monkeypatch.setattr(f"server.play.sockets.{module}.UNREAD_S", 1.5)
    game = await (await live.guest()).start()
    async with raw_peer(live, receive_buffer=4096) as peer:
        await peer.hello(game["session_token"])
        (lived,) = live.play.table.games()
        peer.reader._transport.pause_reading()  # type: ignore[attr-defined]  # noqa: SLF001
        while lived.connection is not None and not lived.connection.is_slow():
            lived.send([b" " * 8192])
            await asyncio.sleep(0)
        await until(lambda: lived.connection is None)
        await until(lambda: not live.sockets)
