"""Real servers for every test: one PostgreSQL and one Valkey a run, a database and a key prefix of its own a test.

The pytest process that the user started owns the servers; under pytest-xdist its workers are told where they are.
TEST_DATABASE_URL and TEST_REDIS_URL name other servers to use (the user of the first may create databases).
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import hypothesis
import pytest
import structlog
from redis.asyncio import Redis

from server.embedded.servers import EmbeddedServers
from server.infra.postgres import Pool, open_pool
from server.infra.redis import open_redis
from server.library import seed_library
from server.settings import Settings
from tests.data_folders import DataFolders
from tests.databases import Databases, ask_once_for_types, at, drop_all_of, make_template, opened
from tests.gate import Gate, gate_before
from tests.snippets import AddSnippet, add_to
from tests.workers import Scheduling, compile_once

_TEST_URLS = os.environ.get("TEST_DATABASE_URL"), os.environ.get("TEST_REDIS_URL")
for _name in [name for name in os.environ if name.startswith("PRODEV_") or name in ("DATABASE_URL", "REDIS_URL")]:
    del os.environ[_name]  # the tests' settings are the tests' own

# structlog's own tracebacks hold the variables of every frame, and take a tenth of a second each.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)

ask_once_for_types()

# How fast a machine makes examples says nothing of what they are examples of.
hypothesis.settings.register_profile(
    "any machine",
    parent=hypothesis.settings.default,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("any machine")

_FOLDER_PREFIX = "prodev-test-"
_SERVERS_FOLDER = "servers"  # in the run's own
_DISK, _MEMORY = Path("/tmp"), Path("/dev/shm")  # short paths: sockets are in there
_ROOM_BYTES = 2 * 2**30  # each test's database takes 8 MB, and is dropped after it
# A test server may lose its data with the machine; it may not be slow.
_FAST = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"),
    *("max_connections=300", "shared_buffers=128MB"),
)


class _Servers:
    """The run's servers, started when first asked for."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._urls: tuple[str, str] | None = None
        self.run = uuid.uuid4().hex  # its name

    def urls(self) -> tuple[str, str]:
        """`(URL of a migrated template database, Redis URL)`."""
        if self._urls is None:
            database, redis = _TEST_URLS
            if not (database and redis):
                folder = self.folder / _SERVERS_FOLDER
                servers = self._stack.enter_context(EmbeddedServers(folder, "tests", postgres_options=_FAST))
                database, redis = database or servers.database_url, redis or servers.redis_url
            self._urls = asyncio.run(make_template(database)), redis
        return self._urls

    @functools.cached_property
    def folder(self) -> Path:
        for base in _MEMORY, _DISK:
            for left in base.glob(f"{_FOLDER_PREFIX}*"):
                _sweep(left)
        folder = _make_folder()
        self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        return folder

    def stop(self) -> None:
        if self._urls is not None and _TEST_URLS[0]:
            asyncio.run(drop_all_of(self.run, self._urls[0]))
        self._stack.close()


def _make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDER_PREFIX}{os.getpid()}-", dir=_MEMORY if _suits(_MEMORY) else _DISK))
    folder.chmod(0o711)
    return folder


def _suits(memory: Path) -> bool:
    """Whether the memory file system has room, and would run programs if the servers' have to be copied there."""
    try:
        found = os.statvfs(memory)
    except OSError:
        return False
    return found.f_bavail * found.f_frsize >= _ROOM_BYTES and not found.f_flag & os.ST_NOEXEC


def _sweep(folder: Path) -> None:
    """Stop and remove what a killed test run left behind."""
    try:
        owner = int(folder.name.removeprefix(_FOLDER_PREFIX).partition("-")[0])
        os.kill(owner, 0)
    except ProcessLookupError:
        if (folder / _SERVERS_FOLDER).exists():
            with contextlib.suppress(Exception), EmbeddedServers(folder / _SERVERS_FOLDER, "sweep"):
                pass
        shutil.rmtree(folder, ignore_errors=True)
    except (ValueError, OSError):
        pass


_servers = _Servers()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_SERVERS] = _servers


def pytest_unconfigure(config: pytest.Config) -> None:
    _servers.stop()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported stays until the end: the collector of garbage need not go through it, now or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000)
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first: begun last, it would run alone while the other workers have nothing left to do."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """pytest keeps no outcome of a fixture that was cancelled, and then refuses it to each test that follows."""
    try:
        return (yield)
    except asyncio.CancelledError as error:
        key = fixturedef.cache_key(request)  # type: ignore[arg-type] # always a SubRequest, which has no public name
        fixturedef.cached_result = (None, key, (error, error.__traceback__))
        raise


class _XdistHooks:
    """Only with pytest-xdist: the process that hands tests out starts the servers, before its first worker."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_setupnodes(self) -> None:
        compile_once(Path(__file__).parent)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        node.workerinput["prodev_urls"], node.workerinput["prodev_run"] = _servers.urls(), _servers.run
        node.workerinput["prodev_folder"] = str(_servers.folder)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Scheduling:
        config.option.loadscopereorder = False  # the order is that of `pytest_collection_modifyitems`
        return Scheduling(config, log)


_SERVERS = pytest.StashKey[_Servers]()


def pytest_plugin_registered(plugin: object, manager: pytest.PytestPluginManager) -> None:
    if manager.hasplugin("dsession") and not manager.hasplugin("prodev-xdist"):
        manager.register(_XdistHooks(), "prodev-xdist")


@pytest.fixture(scope="session")
def _worker(request: pytest.FixtureRequest) -> dict[str, Any] | None:
    """What this worker of pytest-xdist was told; None where there are none."""
    told: dict[str, Any] | None = getattr(request.config, "workerinput", None)
    return told


@pytest.fixture(scope="session")
def _urls(_worker: dict[str, Any] | None) -> tuple[str, str]:
    return tuple(_worker["prodev_urls"]) if _worker else _servers.urls()


@pytest.fixture(scope="session")
def migrated_url(_urls: tuple[str, str]) -> str:
    """A migrated, empty database to be copied: nobody may connect to it."""
    return _urls[0]


@pytest.fixture(scope="session")
async def databases(_worker: dict[str, Any] | None, migrated_url: str) -> AsyncIterator[Databases]:
    made = Databases(migrated_url, _worker["prodev_run"] if _worker else _servers.run)
    yield made
    await made.close()


@pytest.fixture(scope="session")
async def shipped_url(databases: Databases, migrated_url: str) -> str:
    """A database with the shipped library, to be copied: seeding takes seconds, a copy does not."""

    async def fill(url: str) -> None:
        async with opened(url) as pg:
            await seed_library(pg)

    return await databases.once("shipped", migrated_url, fill)


@pytest.fixture
def template_url(request: pytest.FixtureRequest) -> str:
    """The database that each test gets a copy of; a folder of tests may have one of its own."""
    kind = "shipped_url" if request.node.get_closest_marker("shipped_library") else "migrated_url"
    return str(request.getfixturevalue(kind))


@pytest.fixture
async def database_url(databases: Databases, template_url: str) -> AsyncIterator[str]:
    """A migrated database of the test's own."""
    async with databases.like(template_url) as url:
        yield url


@pytest.fixture
async def empty_database_url(databases: Databases, migrated_url: str) -> AsyncIterator[str]:
    """A database of the test's own without a table."""
    async with databases.like(at(migrated_url, "template1")) as url:
        yield url


@pytest.fixture
async def pg(database_url: str) -> AsyncIterator[asyncpg.Pool[asyncpg.Record]]:
    """A pool on the test's database."""
    pool = await open_pool(database_url, 10)
    yield pool
    await asyncio.wait_for(pool.close(), 60)


@pytest.fixture
def add_snippet(pg: Pool) -> AddSnippet:
    """Adds a snippet to the test's library and returns its id."""
    return functools.partial(add_to, pg)


@pytest.fixture(scope="session")
def redis_url(_urls: tuple[str, str]) -> str:
    return _urls[1]


@pytest.fixture
def redis_prefix() -> str:
    return f"test:{uuid.uuid4().hex}:"


@pytest.fixture
async def redis(redis_url: str, redis_prefix: str) -> AsyncIterator[Redis]:
    """A client. Keys below the test's own prefix are gone after it from somebody else's server; the run's own one goes
    with all of them, and a search among those of thousands of tests takes longer than most tests."""
    client = open_redis(redis_url)
    yield client
    if _TEST_URLS[1]:
        async for key in client.scan_iter(match=f"{redis_prefix}*", count=1000):
            await client.unlink(key)
    await client.aclose()


@pytest.fixture(scope="session")
def _settings() -> Settings:
    """Read once: to look for every setting in the environment takes as long as to start a server."""
    return Settings(
        secret_key="a secret of the tests, long enough for HS256",
        bcrypt_cost=4,
        rate_limits=False,
        plausibility=False,
        silent_timeout_ms=600_000,
    )


@pytest.fixture
def settings(_settings: Settings, database_url: str, redis_url: str, redis_prefix: str, tmp_path: Path) -> Settings:
    """The tests' settings: quick hashes, no rate limits, a key prefix of the test's own. Games are not judged by their
    rhythm: most tests type a wave at one moment, as no hand does. Nor is anybody gone who says nothing for a while: a
    slow machine draws pictures of a page for half a minute."""
    own = {"database_url": database_url, "redis_url": redis_url, "redis_prefix": redis_prefix, "data": tmp_path}
    return _settings.model_copy(update=own)


@pytest.fixture
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of commands that run in this process: it names the test's own servers."""
    monkeypatch.setenv("DATABASE_URL", settings.database_url or "")
    monkeypatch.setenv("REDIS_URL", settings.redis_url or "")
    monkeypatch.setenv("PRODEV_REDIS_PREFIX", settings.redis_prefix)
    monkeypatch.setenv("PRODEV_BCRYPT_COST", "4")
    monkeypatch.setenv("COLUMNS", "200")
    # The logs would be set up for the whole process, on a stderr that is closed when the command ends.
    monkeypatch.setattr("server.infra.cli.set_up_logs", lambda level, as_json: None)
    return monkeypatch


@pytest.fixture
async def postgres_gate(settings: Settings) -> AsyncIterator[Gate]:
    """PostgreSQL behind a gate."""
    assert settings.database_url
    async with gate_before(settings.database_url) as gate:
        yield gate


@pytest.fixture
async def redis_gate(settings: Settings) -> AsyncIterator[Gate]:
    """Redis behind a gate."""
    assert settings.redis_url
    async with gate_before(settings.redis_url) as gate:
        yield gate


@pytest.fixture(scope="session")
def data_folders(_worker: dict[str, Any] | None) -> DataFolders:
    return DataFolders(Path(_worker["prodev_folder"]) if _worker else _servers.folder)


@contextlib.contextmanager
def folder_of_servers() -> Iterator[Path]:
    """A folder for servers of a test's own: their user may pass to it, as it may not to pytest's `tmp_path`."""
    made = _make_folder()
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def server_folder() -> Iterator[Path]:
    with folder_of_servers() as made:
        yield made


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout's folder."""
    return Path(__file__).resolve().parents[1]
