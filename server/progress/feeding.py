"""The consumers that keep journeys up to date: of ended games, and of what changes how they count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from game.terms import NotificationKind
from server.feed import LOCK_AWAY, Consumer
from server.infra.clock import utc_now
from server.infra.postgres import Connection
from server.notifications import Notice, notify
from server.progress.journey import Unlocked
from server.progress.kept import NAME, Journeys
from server.results import JOURNEY_CHANGED

NEWS = timedelta(days=1)  # what was earned longer ago is no news: a journey was worked out again

_NAMES = "SELECT slug, name FROM achievements WHERE slug = ANY($1::text[])"


def consumers() -> list[Consumer]:
    journeys = Journeys(_tell)

    async def ended(connection: Connection, result_id: str) -> None:
        await journeys.after_games(connection, [result_id])

    async def changed(connection: Connection, user_id: str) -> None:
        await journeys.after_changes(connection, [user_id])

    return [
        Consumer(NAME, ended, LOCK_AWAY, journeys.after_games),
        Consumer(JOURNEY_CHANGED, changed, LOCK_AWAY, journeys.after_changes, ended_games=False),
    ]


async def _tell(connection: Connection, unlocked: Mapping[str, Sequence[Unlocked]]) -> None:
    since = utc_now() - NEWS
    news = [(user_id, one.slug) for user_id, those in unlocked.items() for one in those if one.at >= since]
    if news:
        rows = await connection.fetch(_NAMES, sorted({slug for _, slug in news}))
        names = {row["slug"]: row["name"] for row in rows}
        kind = NotificationKind.ACHIEVEMENT
        await notify(connection, *(Notice(to, kind, slug, data={"name": names[slug]}) for to, slug in news))
