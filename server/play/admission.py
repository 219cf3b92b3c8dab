"""Who may play on: what becomes of running games when an account ends, or all its sign-ins.

Laws:
- The database says who may play: a player who is shown (`results.SHOWN`), with the session token that is in the game's
  row. Whoever ends all sign-ins of a user gives their unfinished games new tokens in the same transaction
  (`renew_tokens`). So the old ones open nothing, in no process and not after a restart either; the player, signed in
  again, finds the game with its new one.
- Each such end is published. A process that hears of it closes the sockets concerned (4500); it ends the games of
  those who may not play any more, unranked.
- What was published while a process did not hear is found by a look at the database: once when it hears again, every
  DEAF_EVERY_S while it does not, and every LOOK_EVERY_S in any case.

Absent on purpose: a hello with a token that opens nothing any more (doors), and whose sign-ins end (sign_in, people).
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import structlog
from redis.asyncio import Redis

from game.terms import EndReason
from server.infra.postgres import POSTGRES_AWAY, Pool, within
from server.infra.redis import REDIS_AWAY
from server.infra.subscription import Subscription
from server.infra.tasks import every, in_slices
from server.infra.web import POSTGRES_S
from server.play import store
from server.play.core.protocol import Close
from server.play.endings import Endings
from server.play.live import LiveGame
from server.play.table import Table

log = structlog.get_logger(__name__)

DEAF_EVERY_S = 1.0
LOOK_EVERY_S = 10.0  # a message can be lost without the connection, though hardly ever


def _channel(prefix: str) -> str:
    """Carries ids of users whose account or sign-ins have ended."""
    return f"{prefix}shut"


async def tell_servers(redis: Redis, prefix: str, user_id: str) -> None:
    """Publish that this user's account or all their sign-ins have ended. Raises nothing: the servers find it by their
    own look at the database, if later."""
    try:
        await redis.publish(_channel(prefix), user_id)
    except REDIS_AWAY as error:
        log.info("shut_not_published", error=str(error) or type(error).__name__)


class Admission:
    """One for each process. Run `works()` as background tasks."""

    def __init__(self, table: Table, endings: Endings, pg: Pool, redis: Redis, prefix: str) -> None:
        self._table, self._endings, self._pg, self._redis = table, endings, pg, redis
        self._prefix = prefix
        self._subscription = Subscription(
            redis,
            [_channel(prefix)],
            on_open=lambda _: self._opened(),
            on_message=lambda _, message: self._heard(message),
            on_lost=self._lost,
        )
        self._is_deaf = True
        self._looked_s = 0.0  # by the loop's clock; 0: look at the next turn

    def works(self) -> list[Coroutine[Any, Any, None]]:
        return [self._subscription.listen(), every(DEAF_EVERY_S, self._round, POSTGRES_AWAY)]

    async def announce(self, user_id: str) -> None:
        """This user's account or all their sign-ins have ended; call it after the commit. Raises nothing."""
        await self._look_at_user(user_id)
        await tell_servers(self._redis, self._prefix, user_id)

    # ------------------------------------------------------------ what is heard

    def _opened(self) -> None:
        self._is_deaf = False
        self._looked_s = 0.0

    def _lost(self) -> None:
        self._is_deaf = True

    def _heard(self, message: bytes) -> None:
        self._table.tasks.spawn(self._look_at_user(message.decode(errors="replace")))

    async def _look_at_user(self, user_id: str) -> None:
        games = [game for game in self._table.games() if game.row.user_id == user_id]
        try:
            await self._look_at(games)
        except POSTGRES_AWAY:
            self._looked_s = 0.0  # the next round tries again

    # ------------------------------------------------------------ looking

    async def _round(self) -> None:
        now_s = asyncio.get_running_loop().time()
        if self._is_deaf or not self._looked_s or now_s - self._looked_s >= LOOK_EVERY_S:
            self._looked_s = now_s
            try:
                async for games in in_slices(self._table.games()):
                    await self._look_at(games)
            except POSTGRES_AWAY:
                self._looked_s = 0.0
                raise

    async def _look_at(self, games: Sequence[LiveGame]) -> None:
        """Close those of these games whose player may not play on."""
        if not games:
            return
        with within(POSTGRES_S):
            shut = await store.shut_among(self._pg, [(game.row.id, game.row.session_token) for game in games])
        for game in games:
            if game.row.id in shut and self._table.holds(game):
                self._close(game, shut[game.row.id])

    def _close(self, game: LiveGame, fresh_token: str | None) -> None:
        if game.session.ended and game.connection is None:
            return  # it was closed before, and is being saved
        log.info("game_shut", session=game.row.id, ended=fresh_token is None)
        self._table.send_away(game, Close.BAD_TOKEN)
        if fresh_token is None:
            self._endings.end_here(game, EndReason.ABANDONED)
        else:
            self._table.renew(game, fresh_token)
