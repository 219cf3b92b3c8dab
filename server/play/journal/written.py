"""What a game knows of its own journal, and what of it must be written next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import orjson

from game.keylog import encode_wave
from server.play.journal.scripts import ANEW, ENDED, KEPT, RELEASE

if TYPE_CHECKING:
    import asyncio

    from server.play.live import LiveGame

# A game of thousands of keys is written in pieces, so that none of them holds the event loop or Redis.
PIECE_KEYS: Final = 4_096
PIECE_WAVES: Final = 8
WAVE_WEIGHT: Final = 6  # what writing a wave costs, counted in sessions of which a few keys are written
KEYS_WEIGHT: Final = 512  # keys that cost as much as a session
KEPT_EVERY: Final = 128  # writes, of which there are four a second at most; Redis keeps a journal for a day


@dataclass(slots=True)
class Written:
    """How much of a game the journal is known to hold.

    `is_held` is False as long as nothing is known: then the next write is the whole game and replaces what is there.
    `is_elsewhere`: another epoch has the game, and nothing more is written.
    """

    number: int = 0
    keys: int = 0
    waves: int = 0
    is_held: bool = False
    is_elsewhere: bool = False
    is_releasing: bool = False

    def forget(self) -> None:
        """The journal has lost what it held."""
        self.keys = self.waves = 0
        self.is_held = False


class Piece(NamedTuple):
    """A write on its way: what is known when it is confirmed. `s` is None as long as more of the game must follow."""

    game: LiveGame
    number: int
    keys: int
    waves: int
    s: int | None
    weight: int
    waiting: list[asyncio.Future[bool]] | None


def cut(
    game: LiveGame, now_ms: int, arguments: list[str | bytes | int], waiting: list[asyncio.Future[bool]] | None = None
) -> Piece:
    """Append the arguments by which scripts.WRITE writes what the journal lacks of a game."""
    session, written = game.session, game.written
    written.number = number = written.number + 1
    first, last = written.keys, len(session.tape)
    first_wave, last_wave = written.waves, len(session.waves) + len(session.ready)
    whole = True
    if last - first > PIECE_KEYS:
        last, whole = first + PIECE_KEYS, False
    waves = b""
    weight = 1 + (last - first) // KEYS_WEIGHT
    if last_wave > first_wave:
        if last_wave - first_wave > PIECE_WAVES:
            last_wave, whole = first_wave + PIECE_WAVES, False
        # Waves that are only ready are kept too, so that the process that takes the game over serves the same ones.
        waves = orjson.dumps([encode_wave(wave) for wave in session.drawn[first_wave:last_wave]])
        weight += WAVE_WEIGHT * (last_wave - first_wave)
    flags = 0 if written.is_held else ANEW | KEPT
    if number % KEPT_EVERY == 0:
        flags |= KEPT
    standing = b""
    if whole:
        said = session.standing(now_ms)
        said["keys"] = last
        said["has_player"] = game.connection is not None
        standing = orjson.dumps(said)
        if session.ended:
            flags |= ENDED
        if written.is_releasing:
            flags |= RELEASE
    arguments += (
        session.id,
        session.epoch,
        number,
        flags,
        standing,
        first,
        session.tape.cut(first, last),
        first_wave,
        waves,
    )
    return Piece(game, number, last, last_wave, session.s if whole else None, weight, waiting if whole else None)
