"""A session's journal, read back.

Law: `read` knows the format that is written and the one before it (a list of JSON parts), so that a deploy meets games
that run. Everything that cannot be read is BrokenJournal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from game.keylog import decode_wave
from game.wave import Wave
from server.play.core.tape import RECORD_BYTES, Tape


class BrokenJournal(Exception):
    """A journal that cannot be read, or that no game can have left."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A session's journal. `standing` is what PlaySession.standing wrote, `age_ms` ago."""

    standing: dict[str, Any]
    age_ms: int
    waves: list[Wave]
    tape: Tape
    is_as_written_now: bool  # otherwise it must be written anew


def read(fields: Mapping[bytes, bytes], keys: bytes, parts: Sequence[bytes], age_ms: int) -> Taken | None:
    """None if there is no journal. Raises BrokenJournal."""
    if b"standing" not in fields:
        return None
    try:
        standing = orjson.loads(fields[b"standing"])
        if type(standing) is not dict:
            raise BrokenJournal("a standing that is not an object")
        if parts or "keys" not in standing:
            return Taken(standing, age_ms, *_parts(parts), is_as_written_now=False)
        count = standing["keys"]
        if len(keys) < count * RECORD_BYTES:
            raise BrokenJournal("keys are missing")
        tape = Tape()
        tape.paste(keys[: count * RECORD_BYTES])
        return Taken(standing, age_ms, _waves(fields), tape, is_as_written_now=True)
    except BrokenJournal:
        raise
    except Exception as error:  # of any kind: what is there is not a journal
        raise BrokenJournal(repr(error)) from error


def _waves(fields: Mapping[bytes, bytes]) -> list[Wave]:
    pieces = sorted((int(name[1:]), raw) for name, raw in fields.items() if name[:1] == b"w" and name[1:].isdigit())
    waves: list[Wave] = []
    for first, raw in pieces:
        if first != len(waves):
            raise BrokenJournal("waves are missing")
        waves.extend(decode_wave(wave) for wave in orjson.loads(raw))
    return waves


def _parts(parts: Sequence[bytes]) -> tuple[list[Wave], Tape]:
    """The previous format."""
    waves: list[Wave] = []
    tape = Tape()
    for raw in parts:
        part = orjson.loads(raw)
        waves.extend(decode_wave(wave) for wave in part["waves"])
        for at_ms, lag_ms, code in zip(part["at"], part["lag"], part["keys"], strict=True):
            tape.append(at_ms, at_ms + lag_ms, chr(code))
    return waves, tape
