"""Who may see a match: everybody who has its code, or the members of the group that it is for.

Law: for anybody else a group's match is not there, and a code tells nothing of it. Any other match is not there for
those whom a block hides from somebody in it.

Absent on purpose: who takes a seat; that is asked again under the lock of the match (server.play.modes.race).
"""

from __future__ import annotations

from server.infra.postgres import Connection, Pool
from server.infra.web import Principal, Problem
from server.play.modes.race import IS_MEMBER, apart, no_match
from server.social import visible

NO_GROUP = 404, "group/no-such-group"
SIGN_IN = 401, "auth/required"

_GROUP = """
SELECT g.id FROM groups g JOIN group_members m ON m.group_id = g.id AND m.user_id = $2 WHERE g.slug = $1
"""

_HELD = """
SELECT true FROM groups g JOIN group_members m ON m.group_id = g.id AND m.user_id = $2 WHERE g.id = $1
FOR KEY SHARE
"""

_SEES = f"SELECT {apart('m', '$2::uuid', visible)} FROM matches m WHERE m.code = $1"


def _no_group() -> Problem:
    return Problem(*NO_GROUP, "There is no such group, or you do not belong to it.")


async def group_id(pg: Pool | Connection, slug: str, user_id: str) -> str:
    """Of a group that this player belongs to. Raises Problem 404."""
    found: str | None = await pg.fetchval(_GROUP, slug, user_id)
    if found is None:
        raise _no_group()
    return found


async def hold_member(connection: Connection, group: str, user_id: str) -> None:
    """The player belongs to the group with this id, and both stay until the transaction ends. Raises Problem 404."""
    if not await connection.fetchval(_HELD, group, user_id):
        raise _no_group()


async def refuse_strangers(pg: Pool, code: str, group: str | None, caller: Principal | None) -> None:
    """`group` is the id of the group that the match is for, None for any other match. Raises Problem 404."""
    if group is None:
        sees = caller is None or await pg.fetchval(_SEES, code, caller.user_id)
    else:
        sees = caller is not None and await pg.fetchval(IS_MEMBER, group, caller.user_id)
    if not sees:
        raise no_match()


def signed_in(caller: Principal | None) -> Principal:
    """Raises Problem 401."""
    if caller is None:
        detail = "Sign in to see the matches of your groups."
        raise Problem(*SIGN_IN, detail, headers={"WWW-Authenticate": "Bearer"})
    return caller
