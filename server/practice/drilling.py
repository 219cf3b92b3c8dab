"""Drills for games: the pieces of the library, read now and then, and a wave out of them whenever one is due.

Bounds: SNIPPETS_READ snippets of a language and difficulty, in the order of their ids, so that every process has the
same. Their pieces are kept for PIECES_KEPT_S, about a megabyte for each language and difficulty. However many games
wait for them, they are read once. Both taking apart (some tenths of a second) and putting together (some milliseconds)
are done in a thread.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from random import Random

from game.terms import Difficulty, Language
from game.text import Word
from server import library
from server.infra.postgres import Pool, within
from server.infra.web import POSTGRES_S
from server.library import Snippet
from server.practice.drills import CodePiece, drill, lines_of, pieces_of

SNIPPETS_READ = 200
PIECES_KEPT_S = 3600.0
CATEGORY = "drills"
EXPECTED_WPM = 40.0  # says nothing: no enemy of a practice game is ever due
_NAMESPACE = uuid.UUID("6f1a1d52-6c3e-4a57-9b0e-5d8f5a3f2c11")

Bucket = tuple[Language, Difficulty]


class Drills:
    """Makes drills. One per process."""

    def __init__(self, pg: Pool, now_s: Callable[[], float] = time.monotonic) -> None:
        self._pg, self._now_s = pg, now_s
        self._kept: dict[Bucket, tuple[float, list[CodePiece]]] = {}
        self._readings: dict[Bucket, asyncio.Task[list[CodePiece]]] = {}

    async def make(
        self,
        language: Language,
        difficulty: Difficulty,
        weights: Mapping[str, float],
        seed: str,
        had: Collection[str] = (),
        *,
        is_prepared: bool = False,
    ) -> Snippet | None:
        """A drill for these weak keys, as a snippet that is in no library; None if the library has too little of them.

        `seed` names the wave; `had` are the texts of the game's waves so far, whose lines come again only when there
        are no others. `is_prepared`: one was made for this game just before, so pieces of any age will do, and the
        caller, who is in a transaction, does not wait for another connection. Raises what POSTGRES_AWAY names.
        """
        pieces = await self._pieces((language, difficulty), is_prepared)
        made = await asyncio.to_thread(_made, pieces, weights, seed, had)
        if made is None:
            return None
        words = [list(word) for word in made.words]
        drill_id = str(uuid.uuid5(_NAMESPACE, f"{language}\n{made.text}"))
        return Snippet(drill_id, language, difficulty, CATEGORY, made.text, words, EXPECTED_WPM, 1)

    async def _pieces(self, bucket: Bucket, of_any_age: bool) -> list[CodePiece]:
        kept = self._kept.get(bucket)
        if kept is not None and (of_any_age or self._now_s() < kept[0]):
            return kept[1]
        reading = self._readings.get(bucket)
        if reading is None:
            reading = self._readings[bucket] = asyncio.create_task(self._read(bucket))
            reading.add_done_callback(lambda _: self._readings.pop(bucket))
        return await asyncio.shield(reading)  # if one caller leaves, the others still get them

    async def _read(self, bucket: Bucket) -> list[CodePiece]:
        with within(POSTGRES_S):  # a task has no bound of its caller's
            snippets = await library.in_rotation(self._pg, *bucket, SNIPPETS_READ)
        pieces = await asyncio.to_thread(good_pieces, bucket[0], snippets)
        self._kept[bucket] = self._now_s() + PIECES_KEPT_S, pieces
        return pieces


def good_pieces(language: Language, snippets: Sequence[Snippet]) -> list[CodePiece]:
    """The pieces that could be snippets by themselves."""
    return [
        piece
        for snippet in snippets
        for piece in pieces_of(language, snippet.text, [Word(*word) for word in snippet.words])
        if library.accepts(language, piece.text)
    ]


def _made(
    pieces: Sequence[CodePiece], weights: Mapping[str, float], seed: str, had: Collection[str]
) -> CodePiece | None:
    return drill(pieces, weights, Random(seed), {line for text in had for line in lines_of(text)})
