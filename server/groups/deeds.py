"""Deeds in groups, as the audit log has them: what teachers do to a group, its members and their accounts.

Absent on purpose: what everybody does for themselves, who joins and who leaves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.groups.rows import Group
from server.infra.audit import Actor, Deed, actor_of, record
from server.infra.postgres import Connection
from server.infra.web import AnyCall, Principal


@dataclass(frozen=True, slots=True)
class Doer:
    """`principal` decides what may be done. `actor` is who did it: at the command line the owner's rights are used, and
    the log names the command."""

    principal: Principal
    actor: Actor


def doer_of(call: AnyCall) -> Doer:
    return Doer(call.caller, actor_of(call))


async def record_group(
    connection: Connection,
    by: Doer,
    group: Group,
    action: str,
    *,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    **metadata: Any,
) -> None:
    """What was done to the group itself, or to who belongs to it."""
    said = {"group": group.slug, **metadata}
    await record(connection, by.actor, Deed("group", group.id, action, old, new, said))


async def record_account(
    connection: Connection,
    by: Doer,
    group: Group,
    user_id: str,
    action: str,
    *,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
) -> None:
    """What was done to an account that the group made, as if staff of the site had done it."""
    await record(connection, by.actor, Deed("user", user_id, action, old, new, {"group": group.slug}))
