"""A player's settings: a small typed object in `users.settings`, and COLUMNS of their own for those on which the server
itself acts.

`chosen` names the settings that the player has set: for the others, a client may know better than our defaults.

Law: reading never fails. The stored object may come from an older or a newer server. Fields that this one does not know
are kept but not shown, and a value that it cannot use is replaced by the default.
"""

from __future__ import annotations

from typing import Any

import asyncpg
from pydantic import ValidationError

from server.people.accounts import Accounts
from server.people.answers import SettingsOut
from server.people.requests import SettingsBody
from server.sign_in import invalid_token

COLUMNS = ("replays_public", "friend_requests_from", "playing_shown_to", "notifications_off")
_READ = f"settings, {', '.join(COLUMNS)}"
_SET = ", ".join(f"{name} = coalesce(${number}, {name})" for number, name in enumerate(COLUMNS, 3))


async def settings(accounts: Accounts, user_id: str) -> SettingsOut:
    """All settings, with the defaults where the player has set nothing."""
    row = await accounts.pg.fetchrow(f"SELECT {_READ} FROM users WHERE id = $1 AND deleted_at IS NULL", user_id)
    return _readable(row)


async def change_settings(accounts: Accounts, user_id: str, body: SettingsBody) -> SettingsOut:
    """Changes the fields that were sent, in one statement, so that two tabs do not undo each other."""
    changes = body.changes()
    in_columns = [changes.pop(name, None) for name in COLUMNS]
    row = await accounts.pg.fetchrow(
        f"UPDATE users SET settings = settings || $2, {_SET} WHERE id = $1 AND deleted_at IS NULL RETURNING {_READ}",
        user_id,
        changes,
        *in_columns,
    )
    return _readable(row)


def _readable(row: asyncpg.Record | None) -> SettingsOut:
    """Raises Problem 401 when there is no such account any more."""
    if row is None:
        raise invalid_token()
    stored: dict[str, Any] = row["settings"]
    values: dict[str, Any] = {}
    for name in SettingsBody.model_fields.keys() & stored.keys():
        try:
            SettingsBody.model_validate({name: stored[name]}, strict=False)
        except ValidationError:
            continue
        values[name] = stored[name]
    chosen = sorted(values)
    values |= {name: row[name] for name in COLUMNS}
    return SettingsOut.model_validate({**values, "chosen": chosen}, strict=False)
