"""How far the seats of a match have got, and the rows that everybody sees of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from game.rules import CHARACTERS_A_WORD
from game.terms import EndReason
from server.play.core.match import StandingRow
from server.play.core.session import PlaySession

_TENTHS_A_MINUTE = 600_000 / CHARACTERS_A_WORD  # of words, for each key a millisecond


class SeatProgress(NamedTuple):
    """Of one seat. It changes with its keys and hits, not with time. `cleared_ms` is the game time of its last key,
    None before it has cleared its last wave."""

    keys_done: int
    net_wpm: float
    accuracy: float
    hp: int
    wave: int
    cleared_ms: int | None


def progress_of(session: PlaySession) -> SeatProgress:
    engine = session.engine
    done, pressed, at_ms = engine.keys_correct, engine.keys_pressed, engine.at_ms
    # To a tenth, without round(), which is several times slower: 16 seats are looked at four times a second.
    return SeatProgress(
        done,
        int(done * _TENTHS_A_MINUTE / at_ms + 0.5) / 10 if at_ms else 0.0,
        int(done * 1_000 / pressed + 0.5) / 10 if pressed else 0.0,
        engine.hp,
        len(session.waves),
        at_ms if session.ended_reason == EndReason.CLEARED else None,
    )


def standing_rows(rows: Mapping[int, SeatProgress]) -> list[StandingRow]:
    """By seat. Who has cleared the last wave has a place; it is final, since nobody can clear it earlier any more but
    those whose keys are on their way."""
    cleared = [row.cleared_ms for row in rows.values() if row.cleared_ms is not None]
    return [
        (seat, *row[:5], None if row.cleared_ms is None else 1 + sum(other < row.cleared_ms for other in cleared))
        for seat, row in sorted(rows.items())
    ]
