"""`prodev serve`: takes the port, starts the servers behind it and then uvicorn, and takes all of them down again.

Laws:
- The cheapest steps that can fail come first (the settings, the port, the servers, the schema); a failure is one line.
- "Ready" is printed when a request has been answered, not before.
- However the server ends (Ctrl-C, SIGTERM, a fault), embedded servers are stopped last; SIGKILL leaves them running.
- Settings reach worker processes through the environment, so that `server.app` has only one way to read them.
"""

from __future__ import annotations

import asyncio
import http.client
import multiprocessing
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from pathlib import Path
from types import FrameType

import uvicorn
import uvicorn._subprocess as uvicorn_processes
from starlette.applications import Starlette
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from server.app import create_app
from server.core_build import core_build
from server.courses import CourseRefused, seed_courses
from server.infra import metrics
from server.infra.cli import CommandFailed, first_line, prepare_database, servers, tell_applied
from server.infra.collector import spare_the_event_loop
from server.infra.database_url import REPLICA, database_address
from server.infra.http_protocol import HttpProtocol
from server.infra.joining import for_others
from server.infra.logs import set_up_logs
from server.infra.postgres import open_pool
from server.infra.redis import REDIS_AWAY, open_redis
from server.infra.redis_url import redis_address
from server.infra.tracing import check_tracing
from server.library import SeedRefused, seed_library
from server.play import socket_class
from server.progress import CatalogueRefused, seed_achievements
from server.settings import Settings, by_option

BACKLOG = 2048  # connections that can wait while the event loop is busy with one iteration
GRACE_S = 5  # to finish requests and leave games in order; containers allow 10 s before SIGKILL
KEEP_ALIVE_S = 65  # proxies keep idle connections for a minute; with more, they close them and not we
READY_TIMEOUT_S = 60


class _Stopped(BaseException):
    """Raised by SIGTERM or SIGINT, wherever the program is; unwinding stops everything that was started."""


def serve(settings: Settings) -> None:
    """Serve until a signal arrives. Raises the operating faults that `one_line_faults` prints."""
    set_up_logs(settings.log_level, settings.log_json)
    if settings.database_replica_url is not None:
        database_address(settings.database_replica_url, REPLICA)  # refused now, or never
    check_tracing(settings.tracing)
    with _stopping_signals(), _listening(settings) as listener, servers(settings, "serve") as ready:
        asyncio.run(_prepare(ready, embedded=settings.database_url is None))
        with _shared_metrics(_with_backups(ready, embedded=settings.database_url is None)) as final:
            os.environ.update(final.as_environment())
            _announce_when_ready(listener, final)
            _run_uvicorn(final, listener)


@contextmanager
def _stopping_signals() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        # During shutdown a second Ctrl-C is ignored: every step of the shutdown is bounded.
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_IGN)
        raise _Stopped

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    with suppress(_Stopped):
        yield


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """The listening socket, bound before anything slow is started."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise CommandFailed(f"the address {settings.host} cannot be used: {error.strerror or error}") from None
    with listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(BACKLOG)
        except OSError as error:
            taken = f"port {settings.port} of {settings.host} cannot be used ({error.strerror})"
            other = by_option("--port", "8080" if settings.port != 8080 else "8081")
            raise CommandFailed(f"{taken}: choose another with {other}, or stop the program that uses it") from None
        listener.set_inheritable(True)
        yield listener


async def _prepare(settings: Settings, embedded: bool) -> None:
    assert settings.redis_url
    tell_applied(await prepare_database(settings, apply=True))
    redis = open_redis(settings.redis_url)
    try:
        await redis.ping()
    except REDIS_AWAY as error:
        where = f"Redis at {redis_address(settings.redis_url).place} does not answer ({first_line(error)})"
        print(f"Warning: {where}; games are played without it until it does.", file=sys.stderr)
    finally:
        await redis.aclose()
    if embedded:
        await _seed(settings)


async def _seed(settings: Settings) -> None:
    """Seed what ships, so that a server with its own database has something to type from the start."""
    assert settings.database_url
    pool = await open_pool(settings.database_url, 2)
    try:
        await seed_library(pool)
        await seed_courses(pool)
        await seed_achievements(pool)
    except (SeedRefused, CourseRefused, CatalogueRefused) as refused:
        raise CommandFailed("; ".join(refused.faults)) from None
    finally:
        await pool.close()


def _with_backups(settings: Settings, embedded: bool) -> Settings:
    """Our own PostgreSQL is backed up unless somebody says otherwise. Whoever runs another one knows a better place."""
    if settings.backup_dir is not None or not embedded:
        return settings
    return settings.model_copy(update={"backup_dir": settings.data_dir() / "backups"})


@contextmanager
def _shared_metrics(settings: Settings) -> Iterator[Settings]:
    """The settings with a folder where several workers share their metrics; one worker needs none."""
    if settings.workers == 1:
        yield settings.model_copy(update={"metrics_dir": None})
        return
    folder = tempfile.mkdtemp(prefix="prodev-metrics-")
    try:
        yield settings.model_copy(update={"metrics_dir": Path(folder)})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run_uvicorn(settings: Settings, listener: socket.socket) -> None:
    config = uvicorn.Config(
        "server.serve:worker_app",
        factory=True,
        loop="uvloop",
        http=HttpProtocol,
        ws=socket_class(settings),
        workers=settings.workers,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # ForwardedHeaders reads them
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
    )
    if settings.workers == 1:
        uvicorn.Server(config).run(sockets=[listener])
    else:
        _fork_workers()
        workers = Multiprocess(config, sockets=[listener])
        workers.run()
        if any(worker.exitcode == STARTUP_FAILURE for worker in workers.processes):
            raise CommandFailed("the server cannot start: see the log above")


def _fork_workers() -> None:
    """From now on uvicorn's workers are forks of server.fork_parent, where that is safe: macOS's own libraries are not
    made to be forked. uvicorn has no setting for it, and would have each of them import everything anew."""
    if sys.platform == "linux":
        forks = multiprocessing.get_context("forkserver")
        forks.set_forkserver_preload(["server.fork_parent"])
        os.environ["PYTHONSAFEPATH"] = "1"  # it would look for `server` in the working directory first
        uvicorn_processes.spawn = forks  # type: ignore[assignment]


def worker_app() -> Starlette:
    """The factory that each server process calls; its settings are in the environment."""
    settings = Settings()
    set_up_logs(settings.log_level, settings.log_json)
    if settings.workers > 1:
        _end_with_parent(settings.metrics_dir)
    metrics.CORE.labels(core_build()).set(1)
    app = create_app(settings)
    spare_the_event_loop()
    return app


def _end_with_parent(shared_metrics: Path | None) -> None:
    """End this worker as SIGTERM would if its parent is killed; otherwise it would hold the port for ever. Likewise if
    what it was forked from is: the parent then hears no more of it, and starts another worker in its place."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    ends: list[int] = [parent.sentinel]
    with suppress(AttributeError, OSError):  # macOS, and containers that forbid it
        ends.append(os.pidfd_open(os.getppid()))

    def watch() -> None:
        wait(ends)
        if shared_metrics is not None and not parent.is_alive():
            shutil.rmtree(shared_metrics, ignore_errors=True)  # nobody else is left to do it
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True, name="parent-watch").start()


def _announce_when_ready(listener: socket.socket, settings: Settings) -> None:
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    others = for_others(host, port)

    def ask() -> bool:
        connection = http.client.HTTPConnection(shown.strip("[]"), port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    def announce() -> None:
        deadline = time.monotonic() + READY_TIMEOUT_S
        while time.monotonic() < deadline:
            if ask():
                print(f"Pro Dev is ready: http://{shown}:{port}\n{others}".rstrip(), flush=True)
                return
            time.sleep(0.05)

    threading.Thread(target=announce, daemon=True, name="announce").start()
