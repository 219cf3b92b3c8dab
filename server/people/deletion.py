"""The end of an account.

Laws:
- The users row is made anonymous and kept, because results and other players' ghosts refer to it. The name and the
  email are free again. What becomes of everything else is said by the features that keep it (server/infra/personal.py).
- The last member's group goes, its contests with it, and these give their snippets back: the library's turn is taken
  before any lock. So no two deletions run at once.
- Whoever writes to what is theirs, an answer in a thread for one, locks the thread and then what is in it. So the
  deletion locks the threads before it changes anything (`PersonalRecords.lock`).
"""

from __future__ import annotations

from server import library
from server.feed import ask
from server.infra.audit import Actor, Deed, record
from server.infra.personal import forget, lock_all
from server.infra.postgres import Connection
from server.infra.web import Principal, Problem
from server.leaderboards import STANDINGS
from server.people.accounts import Accounts, tell
from server.people.admins import keep_an_admin, lock_with_admins
from server.people.names import deleted_names
from server.people.profile import prove_password

DELETED_NAME = "deleted player"


async def delete_account(accounts: Accounts, caller: Principal, password: str | None) -> None:
    """For good. Raises Problem 422 without a password, 403 for a wrong one, 409 `account/last-admin`."""
    if not caller.is_guest:
        if password is None:
            detail = "Enter your password to delete the account."
            errors = [{"pointer": "/password", "code": "missing", "detail": detail}]
            raise Problem(422, "request/invalid", detail, errors=errors)
        await prove_password(accounts, caller, password, "password")
    async with accounts.pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await library.take_turn(connection)
        admins = await lock_with_admins(connection, caller.user_id)
        await caller.confirm(connection)  # a guest who has registered meanwhile must give the password
        keep_an_admin(admins, caller.user_id)
        await erase(accounts, connection, caller.user_id)
    await has_gone(accounts, caller.user_id)


async def delete_user(accounts: Accounts, user_id: str, by: Actor, *, if_bot: bool = False) -> bool:
    """Deletes somebody else's account for good. False when it is no more, or with `if_bot` no robot's any more. Raises
    Problem 409 `account/last-admin`."""
    async with accounts.pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await library.take_turn(connection)
        admins = await lock_with_admins(connection, user_id)
        is_left = "SELECT deleted_at IS NULL AND (is_bot OR NOT $2) FROM users WHERE id = $1"
        if not await connection.fetchval(is_left, user_id, if_bot):
            return False
        keep_an_admin(admins, user_id)
        await erase(accounts, connection, user_id)
        await record(connection, by, Deed("user", user_id, "delete"))
    await has_gone(accounts, user_id)
    return True


async def delete_bots(accounts: Accounts, by: Actor) -> int:
    """Deletes the accounts marked as robots, one by one; returns how many. Raises Problem 409 `account/last-admin`."""
    marked = await accounts.pg.fetch("SELECT id FROM users WHERE is_bot AND deleted_at IS NULL ORDER BY id")
    return sum([await delete_user(accounts, row["id"], by, if_bot=True) for row in marked])


async def has_gone(accounts: Accounts, user_id: str) -> None:
    """Call it after the commit."""
    await accounts.sign_in.all_ended(user_id)
    await accounts.statistics.forget(user_id)
    await tell(accounts.on_deleted, user_id)


async def erase(accounts: Accounts, connection: Connection, user_id: str) -> None:
    """In a transaction that began with `library.take_turn` and then locked the users row, but changed nothing yet."""
    await ask(connection, STANDINGS, user_id)  # before the statistics are locked: it may wait for a job that needs them
    await lock_all(connection, accounts.records, user_id)
    await _anonymise(accounts, connection, user_id)
    await accounts.sign_in.end_all(connection, user_id)
    await forget(connection, accounts.records, user_id)


async def _anonymise(accounts: Accounts, connection: Connection, user_id: str) -> None:
    username, email = deleted_names(user_id)
    # A guest has no email and no hash, and must not get one now: the schema holds the three together.
    await connection.execute(
        """
        UPDATE users SET username = $2, email = CASE WHEN is_guest THEN NULL ELSE $3 END,
            password_hash = CASE WHEN is_guest THEN NULL ELSE '!' END, display_name = $4, role = 'PLAYER',
            settings = '{}', replays_public = false, friend_requests_from = 'NOBODY', playing_shown_to = 'NOBODY',
            notifications_off = '{}', last_login_at = NULL, is_active = false, deleted_at = $5
        WHERE id = $1 AND deleted_at IS NULL
        """,
        user_id,
        username,
        email,
        DELETED_NAME,
        accounts.now(),
    )
