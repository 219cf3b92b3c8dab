"""What a player's games add up to is to be looked at again. The consumer that does it is above most that asks for it,
so its name is here.
"""

from __future__ import annotations

from server.feed import ask
from server.infra.postgres import Connection

JOURNEY_CHANGED = "journeys_changed"


async def journey_changed(connection: Connection, *user_ids: str) -> None:
    """In the transaction that decides a match or a contest of these players, or gives a game of theirs a verdict.
    Before it locks anything that the players' other jobs lock: it may wait for one that is being done."""
    if user_ids:
        await ask(connection, JOURNEY_CHANGED, *user_ids)
