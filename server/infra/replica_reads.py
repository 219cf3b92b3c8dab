"""Which calls are answered from the replica: those whose endpoint says so (`reads`), while it may be read.

Laws:
- What the replica refuses is asked of the primary: it may not have heard yet of what it does not find. So is everything
  that fails there.
- No handler knows where it reads.

Absent on purpose: whose token it is. That is always looked up in the primary, as a sign-in may have just ended.
"""

from __future__ import annotations

from typing import Any

from server.infra import metrics
from server.infra.dispatch import AnyEndpoint, carry_out
from server.infra.own_writes import OwnWrites
from server.infra.postgres import within
from server.infra.replica import REPLICA_UNABLE, Replica
from server.infra.web import AnyCall, Problem, Reads

SHARE = 1 / 3  # of a call's time with PostgreSQL; the whole of it is left to the primary, should the replica hang


class ReplicaReads:
    """`carry` is dispatch's `Carry` where there is a replica."""

    def __init__(self, replica: Replica, writes: OwnWrites) -> None:
        self._replica, self._writes = replica, writes

    async def wrote(self, user_id: str) -> None:
        """Something of theirs was committed that no call of theirs asked for: a game's result."""
        await self._writes.note(user_id)

    async def carry(self, endpoint: AnyEndpoint, call: AnyCall) -> Any:
        if endpoint.method != "GET":
            return await self._written(endpoint, call)
        if endpoint.reads is Reads.PRIMARY:
            return await carry_out(endpoint, call)
        if not self._replica.may_be_read or await self._needs_own_writes(endpoint, call):
            return await self._from_primary(endpoint, call)
        try:
            with within(endpoint.postgres_bound_s * SHARE), self._replica.reading():
                answer = await carry_out(endpoint, call)
        except Problem:
            return await self._from_primary(endpoint, call)
        except REPLICA_UNABLE as error:
            self._replica.failed(error)
            metrics.REPLICA_READS.labels("failed").inc()
            return await self._from_primary(endpoint, call)
        metrics.REPLICA_READS.labels("replica").inc()
        return answer

    async def _needs_own_writes(self, endpoint: AnyEndpoint, call: AnyCall) -> bool:
        caller = call.maybe_caller_id if endpoint.reads is Reads.REPLICA_AFTER_OWN_WRITES else None
        return caller is not None and await self._writes.lately(caller)

    async def _from_primary(self, endpoint: AnyEndpoint, call: AnyCall) -> Any:
        metrics.REPLICA_READS.labels("primary").inc()
        return await carry_out(endpoint, call)

    async def _written(self, endpoint: AnyEndpoint, call: AnyCall) -> Any:
        """It may have committed something whatever its answer is."""
        try:
            return await carry_out(endpoint, call)
        finally:
            if call.maybe_caller_id is not None:
                await self._writes.note(call.maybe_caller_id)
