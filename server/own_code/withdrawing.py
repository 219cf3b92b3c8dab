"""What a moderator does about a public collection: takes it out of the public lists, for good.

Law: only what is public can be withdrawn, and of others' private collections a moderator is told, as everybody, that
there are none. The audit log keeps its name and the reason, and none of its code.
"""

from __future__ import annotations

from server.infra.audit import Actor, Deed, record
from server.infra.postgres import Pool
from server.infra.web import Problem
from server.own_code.keeping import NO_COLLECTION, NOT_PUBLIC
from server.play import collection_waves

_WITHDRAW = f"""
UPDATE collections c SET is_public = false, withdrawn_at = now()
WHERE c.id = $1 AND {collection_waves.is_listed("c")} RETURNING c.name
"""
_IS_OWN = "SELECT EXISTS (SELECT FROM collections WHERE id = $1 AND created_by = $2)"


async def withdraw(pg: Pool, by: Actor, collection_id: str, reason: str) -> None:
    """Raises Problem 404 for what is not public, 409 if it is the moderator's own."""
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        name = await connection.fetchval(_WITHDRAW, collection_id)
        if name is None:
            if await connection.fetchval(_IS_OWN, collection_id, by.user_id):
                raise Problem(*NOT_PUBLIC, "This collection of yours is private already.")
            raise Problem(*NO_COLLECTION, "There is no such public collection.")
        old, metadata = {"is_public": True}, {"name": name, "reason": reason}
        await record(connection, by, Deed("collection", collection_id, "withdraw", old, {"is_public": False}, metadata))
