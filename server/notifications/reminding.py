"""Telling people of what is near: whom a statement finds, again and again until all of them are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import asyncpg

from game.terms import NotificationKind
from server.infra.postgres import Pool
from server.notifications.notifying import Notice, notify
from server.social import SHOWN


def untold(kind: NotificationKind, subject: str) -> str:
    """An SQL condition over u (users) and an expression for a text: they can be told of it, and were not."""
    return (
        f"{SHOWN} AND NOT '{kind}' = ANY(u.notifications_off)"
        f" AND NOT EXISTS (SELECT FROM notifications told WHERE told.user_id = u.id AND told.kind = '{kind}'"
        f" AND told.subject = {subject})"
    )


async def remind(
    pg: Pool, due: str, now: datetime, notice: Callable[[asyncpg.Record], Notice], *, before: timedelta, at_once: int
) -> None:
    """`due` finds what is due after $1 and up to $2, which is `before` later, with whom it concerns. It leaves out who
    is not `untold`. `at_once` people are told in a transaction."""
    while True:
        async with pg.acquire() as connection, connection.transaction():
            rows = await connection.fetch(f"{due} LIMIT {at_once}", now, now + before)
            await notify(connection, *map(notice, rows))
        if len(rows) < at_once:
            return
