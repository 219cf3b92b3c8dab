"""Accounts that are new: what they write is not at once shown to others if it leads to other sites.

Where moderators look at each text it waits for them; where none does it is refused.
"""

from __future__ import annotations

from server.infra.postgres import Connection, Pool
from server.infra.web import Problem

NEW_DAYS, NEW_GAMES = 3, 3  # until both are past an account is new
NEW = 409, "account/new"

_IS_NEW = f"""
SELECT u.role = 'PLAYER' AND (u.created_at > now() - interval '{NEW_DAYS} days'
    OR (SELECT count(*) FROM (SELECT FROM game_results r WHERE r.user_id = u.id AND r.ranked LIMIT {NEW_GAMES}) g)
        < {NEW_GAMES})
FROM users u WHERE u.id = $1
"""


async def is_new(connection: Pool | Connection, user_id: str) -> bool:
    return bool(await connection.fetchval(_IS_NEW, user_id))


def refusal_of_new(field: str = "") -> Problem:
    """Of what leads elsewhere; `field`: where in the body it is, if that is known."""
    detail = (
        f"Leave out links and addresses until your account is {NEW_DAYS} days old and has {NEW_GAMES} ranked games."
    )
    errors = [{"pointer": f"/{field}", "code": "leads_elsewhere", "detail": detail}] if field else []
    return Problem(*NEW, detail, errors=errors)


async def refuse_new(connection: Pool | Connection, user_id: str, field: str = "") -> None:
    """Of what leads elsewhere. Raises Problem 409."""
    if await is_new(connection, user_id):
        raise refusal_of_new(field)
