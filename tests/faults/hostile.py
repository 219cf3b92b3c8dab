"""Frames as no client sends them, drawn from a seed: broken WebSocket framing, broken JSON, broken protocol, and what
is right at the wrong time."""

from __future__ import annotations

import struct
from collections.abc import Callable
from random import Random
from typing import Any

import orjson

from tests.play.raw_peer import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, close_frame, frame

OPCODES = (TEXT, TEXT, TEXT, BINARY, CONTINUATION, PING, PONG, CLOSE, 0x3, 0xB)
TYPES = ("hello", "go", "k", "ping", "pause", "quit", "next", "welcome", "a", "", "K", "hello\x00", "x" * 300)
NUMBERS = (0, 1, -1, 2, 250, 2**31, 2**53, 2**63, -(2**63), 10**18, 0.5, -0.0, 1e308)
TEXTS = ("", "a", "\n", "\t", "é", "\x00", "\x7f", "ab", "💥", "\ud7ff", "\u200b", "a" * 200)
NOT_JSON = (
    b"",
    b"{",
    b"[]",
    b"null",
    b"nan",
    b"{}{}",
    b'{"t":"ping","n":1}x',
    b'{"t":NaN}',
    b'{"t":"k","s":1,"e":[[1,"\\ud800"]]}',
)


def value(random: Random, depth: int = 0) -> Any:
    """Any JSON at all."""
    if depth < 4 and random.random() < 0.3:
        count = random.randrange(4)
        if random.random() < 0.5:
            return [value(random, depth + 1) for _ in range(count)]
        return {random.choice(TEXTS): value(random, depth + 1) for _ in range(count)}
    noise = "".join(chr(random.randrange(0x20, 0x250)) for _ in range(random.randrange(8)))
    return random.choice(
        (random.choice(NUMBERS), random.choice(TEXTS), True, False, None, random.getrandbits(40), noise)
    )


def message(random: Random, token: str) -> dict[str, Any]:
    """A message of the protocol, right or with some fields replaced, left out or added."""
    fields: dict[str, Any] = {"t": random.choice(TYPES)}
    match fields["t"]:
        case "hello":
            fields["token"] = random.choice((token, token[:-1], token.upper(), value(random)))
            fields["resume"] = {"epoch": value(random), "d": value(random), "v": 1, "k": random.choice(NUMBERS)}
        case "k":
            keys = [[random.choice(NUMBERS), random.choice(TEXTS)] for _ in range(random.randrange(5))]
            fields |= {"s": random.choice(NUMBERS), "e": keys}
        case "ping":
            fields["n"] = random.choice(NUMBERS)
    for _ in range(random.randrange(3)):
        fields[random.choice(("t", "s", "e", "n", "token", "resume", "x"))] = value(random)
    if random.random() < 0.2:
        fields.pop(random.choice(list(fields)))
    return fields


def encoded(thing: Any) -> bytes:
    try:
        return orjson.dumps(thing)
    except (orjson.JSONEncodeError, TypeError):  # a number of more than 64 bits
        return repr(thing).encode(errors="replace")


def plain(random: Random, token: str) -> bytes:
    return frame(TEXT, encoded(message(random, token)))


def no_json(random: Random, token: str) -> bytes:
    return frame(random.choice((TEXT, BINARY)), random.choice(NOT_JSON))


def mutated(random: Random, token: str) -> bytes:
    """A right payload with some bytes changed."""
    payload = bytearray(encoded(message(random, token)))
    for _ in range(random.randrange(1, 4)):
        if payload:
            payload[random.randrange(len(payload))] = random.randrange(256)
    return frame(TEXT, bytes(payload))


def misframed(random: Random, token: str) -> bytes:
    """The standard broken somewhere, or fragments."""
    return frame(
        random.choice(OPCODES),
        random.randbytes(random.choice((0, 1, 2, 125, 126, 300))),
        fin=random.random() < 0.7,
        reserved=random.choice((0, 0, 0, 1, 4)),
        masked=random.random() < 0.9,
    )


def large(random: Random, token: str) -> bytes:
    """More than is taken, sent or only announced."""
    size = random.choice((4_097, 65_536, 2**31, 2**63, 2**64 - 1))
    if size <= 65_536:
        return frame(TEXT, b" " * size)
    return struct.pack("!BBQ", 0x81, 0xFF, size) + random.randbytes(64)


def nested(random: Random, token: str) -> bytes:
    depth = random.randrange(100, 2_000)
    return frame(TEXT, b"[" * depth + b"]" * random.choice((depth, 0)))


def goodbye(random: Random, token: str) -> bytes:
    return close_frame(random.randrange(65_536), random.randbytes(random.randrange(8)))


def noise(random: Random, token: str) -> bytes:
    return random.randbytes(random.randrange(1, 200))


KINDS: tuple[tuple[Callable[[Random, str], bytes], int], ...] = (
    *((plain, 60), (no_json, 6), (mutated, 12), (misframed, 8)),
    *((large, 2), (nested, 3), (goodbye, 2), (noise, 2)),
)


def hostile_frame(random: Random, token: str) -> bytes:
    """One frame, or what is none. `token` is a session's own."""
    (kind,) = random.choices([one for one, _ in KINDS], [weight for _, weight in KINDS])
    return kind(random, token)
