"""A player's settings: a small typed object in `users.settings`, and `replays_public` in a column of its own, because
the server itself acts on that one.

`chosen` names the settings that the player has set: for the others, a client may know better than our defaults.

Law: reading never fails. The stored object may come from an older or a newer server. Fields that this one does not know
are kept but not shown, and a value that it cannot use is replaced by the default.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from server.people.accounts import Accounts
from server.people.answers import SettingsOut
from server.people.requests import SettingsBody
from server.sign_in import invalid_token


async def settings(accounts: Accounts, user_id: str) -> SettingsOut:
    """All settings, with the defaults where the player has set nothing."""
    row = await accounts.pg.fetchrow(
        "SELECT settings, replays_public FROM users WHERE id = $1 AND deleted_at IS NULL", user_id
    )
    if row is None:
        raise invalid_token()
    return _readable(row["settings"], row["replays_public"])


async def change_settings(accounts: Accounts, user_id: str, body: SettingsBody) -> SettingsOut:
    """Changes the fields that were sent, in one statement, so that two tabs do not undo each other."""
    changes = body.changes()
    replays_public = changes.pop("replays_public", None)
    row = await accounts.pg.fetchrow(
        """
        UPDATE users SET settings = settings || $2, replays_public = coalesce($3, replays_public)
        WHERE id = $1 AND deleted_at IS NULL RETURNING settings, replays_public
        """,
        user_id,
        changes,
        replays_public,
    )
    if row is None:
        raise invalid_token()
    return _readable(row["settings"], row["replays_public"])


def _readable(stored: dict[str, Any], replays_public: bool) -> SettingsOut:
    values: dict[str, Any] = {}
    for name in SettingsBody.model_fields.keys() & stored.keys():
        try:
            SettingsBody.model_validate({name: stored[name]}, strict=False)
        except ValidationError:
            continue
        values[name] = stored[name]
    chosen = sorted(values)
    values["replays_public"] = replays_public
    return SettingsOut.model_validate({**values, "chosen": chosen}, strict=False)
