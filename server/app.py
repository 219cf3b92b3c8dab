"""The composition root: makes every part, hands each what it needs, and takes everything down again. Only `prodev
serve`, the tests, the benchmarks and tools/client, which describes the endpoints, import it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import cache, partial
from importlib.metadata import version
from typing import Any

import structlog
from redis.asyncio import Redis
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from game.terms import EndReason, Mode, NotificationKind
from server import (
    backup,
    contests,
    courses,
    discussions,
    feed,
    groups,
    interactions,
    key_logs,
    leaderboards,
    library,
    moderation,
    months,
    notifications,
    own_code,
    people,
    platforms,
    play,
    practice,
    progress,
    ratings,
    results,
    robots,
    shared_replays,
    sign_in,
    social,
)
from server.infra import audit_http, clock, collector, database_figures, metrics, metrics_http
from server.infra.addresses import ForwardedHeaders, Proxies
from server.infra.dispatch import EXCEPTION_HANDLERS, carry_out, route
from server.infra.evictions import EvictionWatch
from server.infra.holds import watch_holds
from server.infra.openapi import document
from server.infra.own_writes import OwnWrites
from server.infra.pages import SecurityHeaders, answer_not_found, page_routes
from server.infra.places import Places, most_connections
from server.infra.postgres import POSTGRES_AWAY, Connection, Pool, open_pool
from server.infra.ratelimit import RateLimits
from server.infra.redis import open_redis
from server.infra.redis_writes import WriteWatch
from server.infra.replica import Replica
from server.infra.replica_reads import ReplicaReads
from server.infra.status import endpoints as status_endpoints
from server.infra.tasks import end_all, every
from server.infra.tracing import OFF, Tracing, begin_tracing
from server.infra.web import Call, Endpoints, endpoint
from server.settings import Settings

log = structlog.get_logger(__name__)

CLOSE_WAIT_S = 3
CLOSE_S = 10.0  # for a game whose contest is over; then the next one has its turn


def create_app(settings: Settings | None = None) -> Starlette:
    """The whole server as an ASGI application. Its parts are made when its lifespan starts."""
    chosen = settings or Settings()
    tracing = begin_tracing(chosen.tracing)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[dict[str, Any]]:
        assert chosen.database_url, "prodev serve names the embedded server when none is set"
        assert chosen.redis_url, "likewise"
        pg = await open_pool(chosen.database_url, chosen.pool_size)
        redis = open_redis(chosen.redis_url)
        app_parts = _Parts(chosen, pg, redis, tracing)
        app.router.routes[:] = app_parts.routes()
        app_parts.boards.open()
        await months.make_at_start(pg, clock.utc_now())
        await app_parts.feed.start(chosen.database_url)
        background = [asyncio.create_task(work) for work in app_parts.background()]
        try:
            yield {
                "play": app_parts.play,
                "settings": chosen,
                "live": app_parts.live,
                "places": app_parts.connection_places,
                "replica": app_parts.replica,
                "end_streams": app_parts.end_streams,
            }
        finally:
            await app_parts.play.stop()
            await app_parts.feed.stop()
            await end_all(background)
            await app_parts.close()
            if app_parts.replica is not None:
                await app_parts.replica.close()
            await redis.aclose()
            await _close_pool(pg)
            await tracing.stop()

    return Starlette(
        lifespan=lifespan,
        exception_handlers={**EXCEPTION_HANDLERS, HTTPException: answer_not_found},
        middleware=[
            Middleware(ForwardedHeaders, proxies=Proxies(chosen.trusted_proxies)),
            Middleware(SecurityHeaders),
            *tracing.middleware(),
        ],
    )


async def _close_pool(pg: Pool) -> None:
    try:
        async with asyncio.timeout(CLOSE_WAIT_S):
            await pg.close()
    except TimeoutError:  # a statement hangs in PostgreSQL
        pg.terminate()


async def _tell(connection: Connection, to: str, kind: NotificationKind, by: str) -> None:
    await notifications.notify(connection, notifications.Notice(to, kind, subject=by, by=by))


async def _retract(connection: Connection, to: str, kind: NotificationKind, by: str) -> None:
    await notifications.retract(connection, to, kind, by)


class _Parts:
    """Every feature, made once per process."""

    def __init__(self, settings: Settings, pg: Pool, redis: Redis, tracing: Tracing = OFF) -> None:
        self.settings, self.pg, self.redis, self.tracing = settings, pg, redis, tracing
        self.replica = self._replica()
        writes = OwnWrites(redis, settings.redis_prefix)
        self.reads = None if self.replica is None else ReplicaReads(self.replica, writes)
        self.boards = leaderboards.Boards(pg, redis, settings)
        self.places = leaderboards.PlacesTaken(redis, settings.redis_prefix)
        self.recorder = results.Recorder(pg)
        self.weak_keys = practice.WeakKeys(pg)
        self.topics = practice.Topics(pg)
        self.drills = practice.Drills(pg)
        self.journeys = progress.JourneyReader(pg)
        self.play = play.Play(
            pg,
            redis,
            settings,
            draw=partial(library.draw, texts=library.SnippetTexts(redis, settings.redis_prefix)),
            weak_keys=self.weak_keys.of,
            drill=self.drills.make,
            save=tracing.around("game end", self._save),
            result_of=lambda session_id: results.session_result(pg, session_id),
            strokes=lambda wpm, keys, random: robots.strokes(robots.Typist(wpm), keys, random),
        )
        self.evictions = EvictionWatch(redis)
        self.writes = WriteWatch(redis, settings.redis_prefix)
        self.throttle = RateLimits(redis, settings.redis_prefix, settings.rate_limits)
        self.sign_in = sign_in.SignIn(
            pg,
            settings,
            limits=self.throttle,
            ends_too=play.renew_tokens,
            on_all_ended=self.play.admission.announce,
        )
        self.accounts = people.Accounts(
            self.sign_in,
            redis,
            limits=self.throttle,
            records=people.everything_kept(),
            on_guest_registered=self.boards.add_user,
            on_deleted=self.boards.remove_user,
            on_renamed=self.boards.rename_user,
            on_judged=self.boards.judge_user,
        )
        self.discussions = discussions.Discussions(
            pg,
            self.throttle,
            [
                discussions.Subject("snippet", "snippet_id", library.first_version, called=library.POST_IS_CALLED),
                discussions.Subject(
                    "contest",
                    "contest_slug",
                    contests.known_contest,
                    called=contests.POST_IS_CALLED,
                    is_seen=contests.POST_IS_SEEN,
                ),
                discussions.Subject(
                    "replay",
                    "replay_id",
                    shared_replays.known_replay,
                    shared_replays.POST_IS_HIDDEN,
                    shared_replays.POST_IS_CALLED,
                    shared_replays.POST_IS_SEEN,
                ),
            ],
            shared_replays.replay_cards,
        )
        self.moderation = moderation.Moderation(
            pg=pg,
            discussions=self.discussions,
            rule_of=play.rank_rule,
            honestly_typed=robots.honestly_typed,
            on_judged=self._game_judged,
        )
        playing = leaderboards.Playing(pg, redis, settings.redis_prefix, self._games)
        self.live = leaderboards.Live(self.boards, redis, settings.redis_prefix, playing)
        self.news = notifications.News(pg, self.sign_in.ended_among)
        self.contest_viewers = contests.ContestViewers(pg, self.sign_in.ended_among)
        self.cutting = library.Cutting()
        self.feed = self._feed()
        most = most_connections(settings.connections)
        proxies = Proxies(settings.trusted_proxies)
        self.connection_places = Places(most, settings.connections_per_address, proxies)

    def _replica(self) -> Replica | None:
        url = self.settings.database_replica_url
        return None if url is None else Replica(url, self.settings.pool_size, self.pg)

    def _feed(self) -> feed.Feed:
        """What follows from the end of a game, and the periodic work; each happens once in an installation."""
        consumers = [
            leaderboards.consumer(self.boards, self.places),
            leaderboards.standings_consumer(self.boards),
            people.statistics_consumer(self.accounts.statistics),
            courses.consumer(),
            leaderboards.overtaking_consumer(),
            practice.topics_consumer(),
            interactions.consumer(),
            *progress.consumers(),
            *self.play.consumers(),
        ]
        periodic = [practice.estimating(self.pg), contests.reminding(self.pg), groups.reminding(self.pg)]
        periodic += [leaderboards.keeping(self.pg), key_logs.repacking(self.pg), results.summing_up(self.pg)]
        periodic.append(progress.counting(self.pg))
        periodic.append(months.keeping(self.pg))
        periodic += [*self.play.periodic(), *backup.backing_up(self.settings)]
        closed = EndReason.CLOSED
        periodic.append(contests.periodic(self.pg, lambda game: self.play.endings.end_within(CLOSE_S, game, closed)))
        periodic.append(feed.retention(self.pg, [*self._purges()], periodic, consumers))
        around = self.tracing.around
        return feed.Feed([one.within(around) for one in consumers], [one.within(around) for one in periodic])

    def _purges(self) -> Iterator[feed.Purges]:
        """What is kept for a while; without a number of days of its own, for ever."""
        yield sign_in.purging()
        yield from leaderboards.purging()
        yield self.boards.purging()
        settings = self.settings
        for days, purging in (
            (settings.notification_days, notifications.purging),
            (settings.draft_days, library.purging),
            (settings.guest_days, people.purging),
        ):
            if days:
                yield purging(timedelta(days=days))

    def _games(self) -> Iterator[leaderboards.Game]:
        """The running games of this process whose players are connected."""
        for game in self.play.table.games():
            session = game.session
            if game.connection is not None and session.running:
                yield leaderboards.Game(session.user_id, session.language, session.difficulty, len(session.waves))

    async def _save(self, game: results.FinishedGame) -> results.GameResult | None:
        """Save the game in the transaction that also hands it to the feed. The cached statistics and the boards, which
        the player sees next, are also updated at once, with a short limit; the feed makes sure of both."""
        result = await self.recorder.record(game)
        if result is not None:
            self.feed.game_ended()
            if result.mode is Mode.CHALLENGE:
                await courses.keep_at_once(self.pg, result.id)
            # All of them are on their way to Redis before the first is answered.
            moves, *_ = await asyncio.gather(
                self.boards.add(result), self.accounts.statistics.forget(game.user_id), self._wrote(game.user_id)
            )
            if not self.boards.upkeep.behind:
                await self.places.keep(result.id, moves)
            metrics.GAMES.labels(game.end_reason, str(result.ranked).lower()).inc()
        return result

    async def _wrote(self, user_id: str) -> None:
        if self.reads is not None:
            await self.reads.wrote(user_id)

    async def _game_judged(self, user_id: str) -> None:
        await self.accounts.statistics.forget(user_id)
        await self.boards.judge_user(user_id)

    # ------------------------------------------------------------ what is served

    def endpoints(self) -> Endpoints:
        return [
            *sign_in.endpoints(self.sign_in),
            *people.endpoints(self.accounts),
            *people.learning_endpoints(self.pg, self.topics),
            *social.endpoints(self.pg, social.Teller(_tell, _retract), self.sign_in.now),
            *people.journey_endpoints(self.pg, self.journeys),
            *play.endpoints(self.play),
            *results.endpoints(self.pg),
            *results.analysis_endpoints(self.pg, self.places.of),
            *groups.endpoints(self.pg, people.ManagedAccounts(self.accounts)),
            *leaderboards.endpoints(
                self.boards, partial(groups.nicknames, self.pg), partial(social.friends_of, self.pg)
            ),
            *leaderboards.live_endpoints(self.live, self.news),
            *notifications.endpoints(self.pg),
            *library.endpoints(self.pg),
            *practice.endpoints(self.pg, self.weak_keys),
            *interactions.endpoints(self.pg),
            *progress.endpoints(self.pg, self.journeys),
            *shared_replays.endpoints(self.pg, self.discussions),
            *ratings.endpoints(self.pg),
            *platforms.endpoints(self.pg),
            *contests.endpoints(self.pg, self.contest_viewers),
            *own_code.endpoints(self.pg, self.cutting),
            *courses.endpoints(self.pg),
            *courses.admin_endpoints(self.pg),
            *discussions.endpoints(self.discussions),
            *discussions.admin_endpoints(self.discussions),
            *moderation.endpoints(self.moderation),
            *feed.endpoints(self.pg),
            *audit_http.endpoints(self.pg),
            *status_endpoints(self.pg, self.evictions, self.writes, self.replica),
            *metrics_http.endpoints(self.settings),
            *database_figures.endpoints(self.pg),
        ]

    def routes(self) -> list[BaseRoute]:
        @cache
        def openapi() -> dict[str, Any]:
            return document(served, version("prodev"))

        async def answer_openapi(_: Call) -> dict[str, Any]:
            return await asyncio.to_thread(openapi)  # slow, but done once, and few processes are ever asked

        own = endpoint("GET", "/api/openapi.json", answer_openapi, "This description")
        served = [*self.endpoints(), own]
        return [
            *route(served, self.sign_in.authenticate, self.throttle, self.reads.carry if self.reads else carry_out),
            play.socket_route,
            *page_routes(
                {
                    "/replays/{id}": shared_replays.previewed(self.pg),
                    "/snippets/{id}": interactions.previewed(self.pg),
                }
            ),
        ]

    # ------------------------------------------------------------ what runs in the background

    def end_streams(self) -> None:
        self.live.end_streams()
        self.news.end()
        self.play.viewers.end()
        self.contest_viewers.end()

    def background(self) -> list[Any]:
        collections = every(collector.LOOK_EVERY_S, collector.WholeCollections(self.play.collection_s).look, ())
        database = database_figures.DatabaseWatch(self.pg)
        watches = [
            watch_holds(self.pg, lambda: self.play.endings.unsaved),
            every(database_figures.LOOK_EVERY_S, database.look, POSTGRES_AWAY),
            every(months.LOOK_EVERY_S, months.MonthWatch(self.pg).look, POSTGRES_AWAY),
            *([self.replica.run()] if self.replica is not None else []),
        ]
        live = [*self.live.works(), *self.news.works(), *self.contest_viewers.works()]
        return [*self.play.works(), *live, *watches, self.evictions.run(), self.writes.run(), collections]

    async def close(self) -> None:
        self.sign_in.close()
        self.cutting.close()
        self.news.end()
        self.play.viewers.end()
        self.contest_viewers.end()
        await self.live.close()
        await self.boards.close()


def described(settings: Settings, pg: Pool, redis: Redis) -> Endpoints:
    """Every endpoint, for tools that describe the server. Neither `pg` nor `redis` need be connected."""
    return _Parts(settings, pg, redis).endpoints()
