"""What all of people shares: signing in, the statistics, what is kept about a person, and who is told of changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog
from redis.asyncio import Redis

from server.infra.personal import PersonalRecords
from server.infra.postgres import Pool
from server.infra.ratelimit import NO_LIMITS, Limits
from server.infra.totals import KeptTotals
from server.people.questions import Questions
from server.people.statistics import StatisticsCache
from server.settings import Settings
from server.sign_in import SignIn

log = structlog.get_logger(__name__)

UserCallback = Callable[[str], Awaitable[None]]  # takes a user id


async def _tell_nobody(_: str) -> None:
    """The default: nobody wants to know."""


class Accounts:
    """Accounts over the pool and the clock of `sign_in`. `records`: what every feature keeps about a person,
    `limits`: how often one may ask whose email is taken.

    `on_guest_registered`, `on_renamed` (username or display name), `on_judged` (whether an admin lets the player play
    and stand on the boards was set) and `on_deleted` are called after the commit, with the user id; what they raise is
    logged and does not undo what was asked for. That a user's sign-ins have ended, `sign_in` tells.
    """

    def __init__(
        self,
        sign_in: SignIn,
        redis: Redis,
        *,
        limits: Limits = NO_LIMITS,
        records: Sequence[PersonalRecords] = (),
        on_guest_registered: UserCallback = _tell_nobody,
        on_deleted: UserCallback = _tell_nobody,
        on_renamed: UserCallback = _tell_nobody,
        on_judged: UserCallback = _tell_nobody,
    ) -> None:
        self.sign_in, self.records = sign_in, tuple(records)
        self.on_guest_registered, self.on_deleted = on_guest_registered, on_deleted
        self.on_renamed = on_renamed
        self.questions = Questions(limits)
        self.on_judged = on_judged
        self.totals = KeptTotals()
        self.statistics = StatisticsCache(sign_in.pg, redis, sign_in.settings.redis_prefix)

    @property
    def pg(self) -> Pool:
        return self.sign_in.pg

    @property
    def settings(self) -> Settings:
        return self.sign_in.settings

    def now(self) -> datetime:
        return self.sign_in.now()


async def tell(callback: UserCallback, user_id: str) -> None:
    """Calls a callback whose failure does not concern the player: what they asked for is committed."""
    try:
        await callback(user_id)
    except Exception as error:
        log.error("account_callback_failed", callback=callback, user_id=user_id, exc_info=error)
