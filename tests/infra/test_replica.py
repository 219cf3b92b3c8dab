"""A server with a streaming replica: what is read there, and nobody misses it when it is behind, away or promoted."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest

from game.terms import Role
from server.app import described
from server.embedded import EmbeddedServers
from server.embedded.unprivileged import binaries, run_as
from server.infra.database_url import REPLICA, BadDatabaseUrl, database_address
from server.infra.dispatch import AnyEndpoint
from server.infra.metrics import REGISTRY
from server.infra.postgres import Pool, connect
from server.infra.redis import open_redis
from server.infra.replica import LAG_S, Replica
from server.infra.web import Call, Reads, endpoint
from server.settings import ROOT, Settings
from tests.contests import contests
from tests.data_folders import DataFolders
from tests.databases import opened
from tests.live import PATIENCE_S, Account, Live, serving
from tests.played_games import played, well_typed

pytestmark = pytest.mark.long

COPY = ROOT / "deploy" / "postgres" / "copy-primary.sh"
RULES = ROOT / "deploy" / "postgres" / "pg_hba.conf"
_OPTIONS = ("fsync=off", "shared_buffers=16MB", "max_connections=100")


@dataclass(slots=True)
class Pair:
    """A primary and its copy, each in a data folder."""

    primary: EmbeddedServers
    folder: Path
    standby: EmbeddedServers | None = None

    def start(self) -> Self:
        self.standby = EmbeddedServers(self.folder, "tests", only="postgres", postgres_options=_OPTIONS)
        self.standby.__enter__()
        return self

    def stop(self) -> None:
        if self.standby is not None:
            self.standby.__exit__(None, None, None)
            self.standby = None

    @property
    def url(self) -> str:
        """The copy's address, also while it is stopped."""
        return self.primary.database_url.replace(str(self.primary.folder), str(self.folder))

    async def tell(self, statement: str) -> Any:
        """What the copy answers."""
        connection = await connect(self.url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    async def pause(self) -> None:
        await self.tell("SELECT pg_wal_replay_pause()")
        async with asyncio.timeout(PATIENCE_S):
            while await self.tell("SELECT pg_get_wal_replay_pause_state()") != "paused":
                pass

    async def resume(self) -> None:
        await self.tell("SELECT pg_wal_replay_resume()")


@contextmanager
def _pair(data_folders: DataFolders, folder: Path) -> Iterator[Pair]:
    """As compose.yaml makes one, though by the sockets of embedded servers."""
    data, copy = data_folders.with_library(folder / "primary"), folder / "copy"
    rules = shutil.copy(RULES, folder)
    with EmbeddedServers(data, "tests", only="postgres", postgres_options=(*_OPTIONS, f"hba_file={rules}")) as primary:
        who = run_as()
        who.own(copy)
        copy.chmod(0o711)
        environment = {
            "PATH": f"{binaries(data, who).postgres}:{os.environ['PATH']}",
            "PGDATA": str(copy / "postgres"),
            "PRIMARY_URL": primary.database_url,
        }
        arguments = who.subprocess_arguments() | {"env": environment}
        for _ in range(2):  # the second time there is nothing to do
            with COPY.open() as script:  # its folder may be closed to that user
                subprocess.run(["sh", "-s", "--", "true"], stdin=script, check=True, cwd="/", timeout=60, **arguments)
        pair = Pair(primary, copy).start()
        try:
            yield pair
        finally:
            pair.stop()


@pytest.fixture
def pair(data_folders: DataFolders, server_folder: Path) -> Iterator[Pair]:
    with _pair(data_folders, server_folder) as made:
        yield made


@pytest.fixture
def replicated(pair: Pair, settings: Settings) -> Settings:
    urls = {"database_url": pair.primary.database_url, "database_replica_url": pair.url}
    return settings.model_copy(update=urls)


@pytest.fixture
async def live(replicated: Settings) -> AsyncIterator[Live]:
    async with serving(replicated) as live:
        await becomes(live, "ok")
        yield live


@pytest.fixture
async def primary(pair: Pair) -> AsyncIterator[Pool]:
    async with opened(pair.primary.database_url) as pg:
        yield pg


async def becomes(live: Live, state: str) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while (await live.http.get("/readyz")).json()["postgres_replica"] != state:
            await live.replica.look()


def asked(whom: str) -> float:
    return REGISTRY.get_sample_value("prodev_replica_reads_total", {"asked": whom}) or 0.0


async def name_of(live: Live, username: str, caller: Account | None = None) -> str:
    """What the profile says, as everybody sees it or as `caller` does."""
    answer = await live.http.get(f"/api/users/{username}", headers=caller.headers if caller else {})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["display_name"])


async def rename(account: Account, name: str) -> None:
    answer = await account.request("PUT", "/api/user/profile", display_name=name)
    assert answer.status_code == 200, answer.text


async def test_a_replica_is_read_while_it_follows_and_never_when_it_does_not(
    live: Live, pair: Pair, primary: Pool
) -> None:
    ada = await live.register("ada")
    await rename(ada, "Ada")
    await _is_used(live, ada, pair)
    await _is_not_used_when_it_is_behind(live, ada, pair)
    await _is_not_missed_when_it_lags_a_migration(live, pair, primary)
    await _is_not_missed_when_it_is_away(live, pair)
    await _is_not_used_when_it_is_promoted(live, ada, pair)


async def _is_used(live: Live, ada: Account, pair: Pair) -> None:
    """For what others do, while it is a little behind; who has written something sees it."""
    await _caught_up(live, "ada", "Ada")
    await pair.pause()
    await rename(ada, "Ada Two")
    assert await name_of(live, "ada") == "Ada", "it was not the replica that answered"
    assert await name_of(live, "ada", ada) == "Ada Two", "nobody may miss what they have written themselves"
    await live.register("bob")
    assert await name_of(live, "bob") == "bob", "the primary is asked for what the replica has not heard of"


async def _is_not_used_when_it_is_behind(live: Live, ada: Account, pair: Pair) -> None:
    live.replica.clock = lambda: time.monotonic() + LAG_S
    await becomes(live, "lagging")
    assert await name_of(live, "ada") == "Ada Two"
    assert (await live.http.get("/readyz")).status_code == 200, "games can be started all the same"
    metrics = (await live.http.get("/metrics")).text
    assert "prodev_replica_is_read 0.0" in metrics
    live.replica.clock = time.monotonic
    await pair.resume()
    await becomes(live, "ok")
    before = asked("replica")
    assert await name_of(live, "ada") == "Ada Two"
    assert asked("replica") == before + 1


async def _is_not_missed_when_it_lags_a_migration(live: Live, pair: Pair, primary: Pool) -> None:
    await primary.execute("ALTER TABLE users RENAME display_name TO has_no_name_yet")
    await _replayed(live, primary)
    await pair.pause()
    await primary.execute("ALTER TABLE users RENAME has_no_name_yet TO display_name")
    before = asked("failed")
    assert await name_of(live, "ada") == "Ada Two"
    assert asked("failed") == before + 1, "the replica lacks a column"
    await pair.resume()


async def _is_not_missed_when_it_is_away(live: Live, pair: Pair) -> None:
    pair.stop()
    assert await name_of(live, "ada") == "Ada Two", "the first call that finds it gone is answered as well"
    await becomes(live, "away")
    assert await name_of(live, "ada") == "Ada Two"
    pair.start()
    await becomes(live, "ok")


async def _is_not_used_when_it_is_promoted(live: Live, ada: Account, pair: Pair) -> None:
    assert await pair.tell("SELECT pg_promote()")
    await becomes(live, "promoted")
    await rename(ada, "Ada Three")
    assert await name_of(live, "ada") == "Ada Three"


async def _caught_up(live: Live, username: str, name: str) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while await name_of(live, username) != name:
            pass


async def test_no_call_that_a_replica_may_answer_writes_or_needs_the_primary(
    live: Live, replicated: Settings, primary: Pool
) -> None:
    ada, root = await live.register("ada"), await live.register("root", role=Role.ADMIN)
    snippet = await primary.fetchval("SELECT id FROM code_snippets WHERE is_active ORDER BY id LIMIT 1")
    text = await primary.fetchval("SELECT snippet_text FROM code_snippets WHERE id = $1", snippet)
    session = await played(primary, ada.id, [snippet], well_typed(text))
    await primary.execute("UPDATE users SET replays_public = true")
    filled = {
        "username": "ada",
        "id": await primary.fetchval("SELECT id FROM game_results WHERE session_id = $1", session),
        "session_id": session,
    }
    track = await primary.fetchval("SELECT slug FROM tracks ORDER BY slug LIMIT 1")
    challenge = await primary.fetchval("SELECT id FROM challenges ORDER BY id LIMIT 1")
    by_start = {
        "/api/tracks": {"slug": track},
        "/api/challenges": {"id": challenge},
        "/api/contests": {"slug": await contests.running(root, primary)},
        "/api/snippets": {"id": snippet},
    }
    redis = open_redis(replicated.redis_url or "")
    offered: list[AnyEndpoint] = [
        each for each in described(replicated, primary, redis) if each.reads is not Reads.PRIMARY
    ]
    await redis.aclose()
    assert len(offered) >= 17
    await _forget_who_wrote(replicated)
    await becomes(live, "ok")
    await _replayed(live, primary)
    for each in offered:
        start = "/".join(each.path.split("/")[:3])
        before = asked("replica"), asked("failed"), asked("primary")
        answer = await root.request("GET", each.path.format(**filled | by_start.get(start, {})))
        assert answer.status_code == 200, (each.path, answer.text)
        assert (asked("replica"), asked("failed"), asked("primary")) == (before[0] + 1, *before[1:]), each.path


async def _forget_who_wrote(settings: Settings) -> None:
    redis = open_redis(settings.redis_url or "")
    async for key in redis.scan_iter(match=f"{settings.redis_prefix}wrote:*", count=1000):
        await redis.unlink(key)
    await redis.aclose()


async def _replayed(live: Live, primary: Pool) -> None:
    """Until the replica has everything that was written before."""
    position = await primary.fetchval("SELECT pg_current_wal_flush_lsn()::text")
    async with asyncio.timeout(PATIENCE_S):
        with live.replica.reading():
            while not await primary.fetchval("SELECT pg_last_wal_replay_lsn() >= $1::text::pg_lsn", position):
                pass


async def test_another_clusters_server_is_not_read(live: Live, pg: Pool, settings: Settings) -> None:
    """An address of a server that is no copy of this one, and one that leads to the primary itself."""
    assert settings.database_url
    for url, state in ((settings.database_url, "other"), (live.settings.database_url or "", "promoted")):
        async with opened(live.settings.database_url or "") as primary:
            replica = Replica(url, 2, primary)
            await replica.look()
            assert (replica.state, replica.may_be_read) == (state, False)
            await replica.close()


def test_its_address_is_checked_as_the_primarys() -> None:
    for url, complaint in (
        ("postgresql://a,b/prodev", "DATABASE_REPLICA_URL is not a PostgreSQL address: it names several hosts"),
        ("redis://a/prodev", "DATABASE_REPLICA_URL is not a PostgreSQL address: it must start with postgresql://"),
        ("postgresql://a/prodev?ssl=true", "DATABASE_REPLICA_URL has the parameter ssl, which cannot be followed"),
    ):
        with pytest.raises(BadDatabaseUrl, match="^" + complaint.replace("?", r"\?")):
            database_address(url, REPLICA)


def test_a_call_that_changes_something_cannot_read_from_a_replica() -> None:
    async def change(_: Call) -> None:
        raise AssertionError

    with pytest.raises(TypeError, match="cannot read from a replica"):
        endpoint("POST", "/api/things", change, "Change", reads=Reads.REPLICA)
