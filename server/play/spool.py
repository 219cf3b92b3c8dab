"""Games that are over, on this machine's disk, while neither PostgreSQL nor Redis takes them.

Laws:
- A file appears whole, and is on the disk (fsync) when `put` returns. It is removed when the result is saved.
- It holds the game as the journal would, so that any process that reads it saves the same result; by the
  session's id, it is saved once.
- A disk that takes nothing is said in the log; the game then waits in memory.

Files: `{data}/spool/{session id}.json`.
"""

from __future__ import annotations

import asyncio
import os
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import orjson
import structlog

from game.keylog import decode_wave, encode_wave
from server.infra import metrics
from server.play.core.tape import Tape
from server.play.journal.contents import BrokenJournal, Taken
from server.play.live import LiveGame

log = structlog.get_logger(__name__)


class Spool:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mine: set[str] = set()  # that are known to be there: most games never are

    def _file(self, session_id: str) -> Path:
        return self._folder / f"{session_id}.json"

    async def put(self, game: LiveGame) -> None:
        """Write an ended game, unless it is written already."""
        session = game.session
        if session.id in self._mine:
            return
        document = {
            "standing": session.standing(0),  # it is over: no clock runs
            "waves": [encode_wave(wave) for wave in session.drawn],
            "keys": b64encode(session.tape.cut(0, len(session.tape))).decode(),
        }
        try:
            await asyncio.to_thread(_write, self._file(session.id), document)
        except OSError as error:
            log.error("result_not_spooled", session=session.id, error=str(error))
            return
        self._mine.add(session.id)
        metrics.RESULTS_SPOOLED.inc()
        log.warning("result_spooled", session=session.id, folder=str(self._folder))

    def holds(self, session_id: str) -> bool:
        """Whether a game waits here, of whatever process. One look at the folder's names, which the kernel keeps."""
        return self._file(session_id).exists()

    async def waiting(self) -> list[str]:
        """Ids of the games that are spooled here, by any process."""
        return await asyncio.to_thread(self._names)

    def _names(self) -> list[str]:
        try:
            return sorted(file.stem for file in self._folder.glob("*.json"))
        except OSError:
            return []

    async def read(self, session_id: str) -> Taken:
        """Raises BrokenJournal."""
        try:
            raw = await asyncio.to_thread(self._file(session_id).read_bytes)
            document = orjson.loads(raw)
            self._mine.add(session_id)
            tape = Tape()
            tape.paste(b64decode(document["keys"], validate=True))
            return Taken(document["standing"], 0, [decode_wave(wave) for wave in document["waves"]], tape, False)
        except Exception as error:
            raise BrokenJournal(repr(error)) from error

    async def saved(self, session_id: str) -> None:
        """The result of a game is saved that may be in the spool."""
        if session_id in self._mine:
            await self.discard(session_id)

    async def discard(self, session_id: str) -> None:
        """Its result is saved, or belongs to nobody."""
        self._mine.discard(session_id)
        try:
            await asyncio.to_thread(self._file(session_id).unlink, missing_ok=True)
        except OSError as error:
            log.warning("spool_not_tidied", session=session_id, error=str(error))

    async def set_aside(self, session_id: str) -> None:
        """Rename a file that cannot be read, and keep it for inspection."""
        file = self._file(session_id)
        try:
            await asyncio.to_thread(file.rename, file.with_suffix(".broken"))
        except OSError as error:
            log.warning("spool_not_tidied", session=session_id, error=str(error))


def _write(file: Path, document: dict[str, Any]) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_suffix(f".{os.getpid()}.new")
    try:
        with fresh.open("wb") as written:
            written.write(orjson.dumps(document))
            written.flush()
            os.fsync(written.fileno())
        fresh.rename(file)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
