"""Pictures of shared replays as they are asked for: drawn in a thread, kept in memory, and not sent twice.

Laws:
- Who is shown one is asked first, by what everybody may see; the tag follows from what would be drawn. Its graph comes
  from the keys: they may be taken out with their month, and come back.
- DRAWN at a time, KEPT in all: a picture is some 40 KB, and a site that shows a link asks once.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from hashlib import sha256
from http import HTTPStatus

from starlette.responses import Response

from game.analysis import played_waves, series
from server.infra.postgres import Pool
from server.key_logs import StoredLog, log_of, stored
from server.shared_replays.answers import SharedReplayListed
from server.shared_replays.drawing import LAYOUT, Scene, picture
from server.shared_replays.reading import no_replay, seen_by_all

DRAWN = 1
KEPT = 64
SHOWN_S = 300  # for which others may keep it: what is hidden is gone from there soon

_LOG = f"""
SELECT {stored("t")} FROM shared_replays p JOIN game_results r ON r.id = p.result_id
JOIN typing_sessions t ON t.game_session_id = r.session_id WHERE p.id = $1
"""
_HAS_KEYS = f"SELECT EXISTS ({_LOG})"
_LANGUAGES = {"JAVASCRIPT": "JavaScript", "TYPESCRIPT": "TypeScript"}


class Pictures:
    """`pg` is the pool."""

    def __init__(self, pg: Pool) -> None:
        self._pg = pg
        self._drawing = asyncio.Semaphore(DRAWN)
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def answer(self, replay_id: str, if_none_match: str) -> Response:
        """Raises Problem 404."""
        shared = await seen_by_all(self._pg, replay_id)
        if shared is None:
            raise no_replay()
        tag = _tag(shared, has_keys=await self._pg.fetchval(_HAS_KEYS, replay_id))
        if tag in if_none_match:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=_headers(tag))
        tag, picture = await self._picture(shared, tag)
        return Response(picture, headers=_headers(tag), media_type="image/png")

    async def _picture(self, shared: SharedReplayListed, tag: str) -> tuple[str, bytes]:
        """With the tag of what was drawn: the keys may have gone, or come, since they were asked for."""
        async with self._drawing:
            if tag not in self._kept:
                log: StoredLog | None = await self._pg.fetchval(_LOG, shared.id)
                tag = _tag(shared, has_keys=log is not None)
                self._kept[tag] = await asyncio.to_thread(_drawn, shared, log)
            self._kept.move_to_end(tag)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return tag, self._kept[tag]


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": f'"{tag}"', "Cache-Control": f"public, max-age={SHOWN_S}"}


def _tag(shared: SharedReplayListed, *, has_keys: bool) -> str:
    return sha256(repr((LAYOUT, shared, has_keys)).encode()).hexdigest()[:32]


def _drawn(shared: SharedReplayListed, log: StoredLog | None) -> bytes:
    language = _LANGUAGES.get(shared.language, shared.language.capitalize())
    return picture(
        Scene(
            title=shared.title,
            username=shared.username,
            display_name=shared.display_name,
            kind=f"{language} · {shared.difficulty.capitalize()}",
            figures=(
                (f"{shared.net_wpm:.1f}", "net WPM"),
                (f"{shared.key_accuracy_percentage:.1f}%", "accuracy"),
                (f"{shared.waves_completed:,}", "wave cleared" if shared.waves_completed == 1 else "waves cleared"),
                (f"{shared.final_score:,}", "points"),
            ),
            speeds=_speeds(log),
            is_official=shared.is_official,
        )
    )


def _speeds(log: StoredLog | None) -> tuple[float, ...]:
    """None of a log that this version cannot read."""
    try:
        read = log_of(log)
    except ValueError:
        return ()
    return series(read, played_waves(read)).raw_wpm
