"""The audit log: what staff did, to what, and from where.

Laws:
- An entry is written in the transaction of its deed: neither is there without the other.
- Nobody changes the log afterwards; a trigger refuses it (prisma/migrations).
- No secret gets in. A value whose name speaks of one is refused, and the deed with it; addresses of email are kept out
  too, since moderators do not see them.

Absent on purpose: what the deeds are. Each feature writes its own; see also audit_http.py, which shows them to admins.
"""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.infra.personal import Exported, Kept, PersonalRecords
from server.infra.postgres import Connection
from server.infra.web import AnyCall, Principal

USER_AGENT_LENGTH = 255
_SECRET = re.compile(r"password|hash|token|secret|email|key_sequence|key_log", re.IGNORECASE)

_INSERT = """
INSERT INTO audit_logs (
    user_id, entity_type, entity_id, action, old_values, new_values, ip_address, user_agent, metadata
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


class SecretInAudit(ValueError):
    """Our own bug: a deed would have put a secret into the log."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and from where. `principal` is None at the server's command line; `metadata` then names the
    command and the system's user. It is kept with every deed."""

    principal: Principal | None
    ip_address: str | None = None
    user_agent: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def user_id(self) -> str | None:
        return None if self.principal is None else self.principal.user_id

    async def confirm(self, connection: Connection) -> None:
        """As `Principal.confirm`; whoever has the command line may do everything."""
        if self.principal is not None:
            await self.principal.confirm(connection)


@dataclass(frozen=True, slots=True)
class Deed:
    """`action` is an imperative in lower case. `old` and `new` hold what was changed, and nothing else."""

    entity_type: str
    entity_id: str
    action: str
    old: Mapping[str, Any] | None = None
    new: Mapping[str, Any] | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


def actor_of(call: AnyCall) -> Actor:
    """The caller of an endpoint that needs a token."""
    request = call.request
    address = request.client.host[:45] if request.client else None
    return Actor(call.caller, address, request.headers.get("user-agent", "")[:USER_AGENT_LENGTH])


def at_command_line(command: str) -> Actor:
    """`command`: as it is typed, without its arguments."""
    return Actor(None, metadata={"command": command, "system_user": _system_user()})


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return str(os.getuid())


async def record(connection: Connection, actor: Actor, *deeds: Deed) -> None:
    """Call it in the transaction of the deeds. Raises SecretInAudit."""
    for deed in deeds:
        _refuse_secrets(deed)
    await connection.executemany(_INSERT, [_values(actor, deed) for deed in deeds])


def _values(actor: Actor, deed: Deed) -> Sequence[object]:
    return (
        actor.user_id,
        deed.entity_type,
        deed.entity_id,
        deed.action,
        None if deed.old is None else dict(deed.old),
        None if deed.new is None else dict(deed.new),
        actor.ip_address,
        actor.user_agent,
        {**actor.metadata, **deed.metadata},
    )


def _refuse_secrets(deed: Deed) -> None:
    for values in (deed.old, deed.new, deed.metadata):
        for name in values or ():
            if _SECRET.search(name):
                raise SecretInAudit(f"{deed.entity_type} {deed.action}: {name}")


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What differs, before and after. Both have the same names."""
    names = [name for name in old if old[name] != new[name]]
    return {name: old[name] for name in names}, {name: new[name] for name in names}


PERSONAL_RECORDS = (
    PersonalRecords(
        table="audit_logs",
        export=Exported(
            section="audit_logs",
            columns=("id", "entity_type", "entity_id", "action", "ip_address", "user_agent", "created_at"),
            withheld={
                "old_values": "tells of others: the accounts and games that a member of staff changed",
                "new_values": "as old_values",
                "metadata": "as old_values",
            },
        ),
        on_delete=Kept("nobody changes the log, or it would prove nothing; the users row no longer names anybody"),
    ),
)
