"""What a moderator does about a public collection: takes it out of the public lists, for good.

Law: only what is public can be withdrawn, and the moderator sees no more of it than everybody. The audit log keeps its
name and the reason, and none of its code.
"""

from __future__ import annotations

from server.infra.audit import Actor, Deed, record
from server.infra.postgres import Pool
from server.infra.web import Problem
from server.own_code.keeping import NO_COLLECTION
from server.play import collection_waves

_WITHDRAW = f"""
UPDATE collections c SET is_public = false, withdrawn_at = now()
WHERE c.id = $1 AND {collection_waves.is_listed("c")} RETURNING c.name
"""


async def withdraw(pg: Pool, by: Actor, collection_id: str, reason: str) -> None:
    """Raises Problem 404 for what is not public."""
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        name = await connection.fetchval(_WITHDRAW, collection_id)
        if name is None:
            raise Problem(*NO_COLLECTION, "There is no such public collection.")
        old, metadata = {"is_public": True}, {"name": name, "reason": reason}
        await record(connection, by, Deed("collection", collection_id, "withdraw", old, {"is_public": False}, metadata))
