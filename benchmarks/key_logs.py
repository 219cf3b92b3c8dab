"""What a stored key log takes: bytes, and CPU time to write and to read it, for each way that was considered.

    .venv/bin/python benchmarks/key_logs.py [--rounds 7] [--database URL]

The logs are those of the demo players, or what is stored in the database of `--database`. Ways take turns in rounds,
CPU time alone is counted, and the median of the rounds is shown, so that other programs change little. `write`
is from the parsed document and its JSON to what is stored, `read` back to the JSON's bytes. Then games of the demo
players are ended, with either form in turns: CPU time of PostgreSQL's backend, and of this process.

With `pip install zstandard` its ways are shown too.
"""

from __future__ import annotations

import argparse
import importlib.util
import lzma
import statistics
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import uvloop
from ended_games import Games, stored_games
from rich.console import Console
from rich.table import Table
from stage import machine

from server.embedded import EmbeddedServers
from server.infra.cli import Stores
from server.infra.migrate import migrate
from server.infra.postgres import Pool, open_pool
from server.infra.redis import open_redis
from server.key_logs import has_log, json_of, stored
from server.key_logs.columns import Streams, document_of_streams, streams_of
from server.key_logs.form import set_form
from server.key_logs.packing import FRAME, deflated, deflated_streams, inflated, json_of_packed, pack
from server.library import seed_library
from server.results import FinishedGame, record
from server.robots.demo import demo_games
from server.settings import ROOT, Settings

GAMES = 50  # that are ended in a turn
LIBRARY_BYTES = 24_000  # of 32 KB that zlib looks back
_LOGS = f"SELECT {stored('t')} AS log FROM typing_sessions t WHERE {has_log('t')} ORDER BY id LIMIT 1000"
_LZMA: Any = [{"id": lzma.FILTER_LZMA1, "preset": 6, "lc": 0, "lp": 0, "pb": 0}]


@dataclass(frozen=True, slots=True)
class Log:
    json: bytes
    document: Any
    keys: int


@dataclass(frozen=True, slots=True)
class Way:
    name: str
    write: Callable[[Log], Any]
    read: Callable[[Any], bytes]
    size: Callable[[Any], int] = len


def _ways(library: bytes) -> list[Way]:
    return [
        Way("JSON, zlib 6", lambda log: zlib.compress(log.json, 6), zlib.decompress),
        Way("JSON, lzma", lambda log: _squeezed(log.json), _unsqueezed),
        *_zstd_ways(library),
        _columns("columns, lzma", _squeezed, _unsqueezed),
        _columns("columns, zlib 6, one stream for all", deflated, inflated),
        Way("columns, each kind by itself: form 1", lambda log: pack(log.json, log.document), json_of_packed),
        _with_library(library),
    ]


def _columns(name: str, squeeze: Callable[[bytes], bytes], unsqueeze: Callable[[bytes], bytes]) -> Way:
    def write(log: Log) -> tuple[bytes, list[int]]:
        streams = streams_of(log.document)
        return squeeze(b"".join(streams)), [len(stream) for stream in streams]

    def read(kept: tuple[bytes, list[int]]) -> bytes:
        data, parts, at = unsqueeze(kept[0]), list[bytes](), 0
        for length in kept[1]:
            parts.append(data[at : at + length])
            at += length
        return orjson.dumps(document_of_streams(Streams(*parts)))

    return Way(name, write, read, lambda kept: len(kept[0]) + 2 * len(kept[1]))


def _with_library(library: bytes) -> Way:
    dictionary = library + FRAME

    def write(log: Log) -> Streams:
        streams = streams_of(log.document)
        return Streams(*deflated_streams(streams, dictionary), streams.noise, streams.ids)

    def read(kept: Streams) -> bytes:
        parts = inflated(kept.frame, dictionary), inflated(kept.shapes), inflated(kept.times)
        return orjson.dumps(document_of_streams(Streams(*parts, kept.noise, kept.ids)))

    name = f"form 1 with {LIBRARY_BYTES // 1000} KB of the library as dictionary, unchecked"
    return Way(name, write, read, lambda kept: sum(map(len, kept)) + 12)


def _zstd_ways(library: bytes) -> list[Way]:
    if importlib.util.find_spec("zstandard") is None:
        return []
    zstd: Any = importlib.import_module("zstandard")
    writer, reader = zstd.ZstdCompressor(19), zstd.ZstdDecompressor()
    kept = zstd.ZstdCompressionDict(library)
    writer_by, reader_by = zstd.ZstdCompressor(19, dict_data=kept), zstd.ZstdDecompressor(dict_data=kept)
    return [
        Way("JSON, zstd 19", lambda log: writer.compress(log.json), reader.decompress),
        Way("JSON, zstd 19 with the library", lambda log: writer_by.compress(log.json), reader_by.decompress),
        _columns("columns, zstd 19", writer.compress, reader.decompress),
    ]


def _squeezed(data: bytes) -> bytes:
    return lzma.compress(data, lzma.FORMAT_RAW, filters=_LZMA)


def _unsqueezed(data: bytes) -> bytes:
    return lzma.decompress(data, lzma.FORMAT_RAW, filters=_LZMA)


def _library() -> bytes:
    """The beginnings of many snippets."""
    sources = sorted(
        path for path in (ROOT / "seed" / "snippets").rglob("*.*") if path.suffix in (".py", ".js", ".ts", ".tsx")
    )
    many = sources[:: max(1, len(sources) // 60)]
    return b"".join(path.read_bytes()[:400] for path in many)[:LIBRARY_BYTES]


# ---------------------------------------------------------------- measuring


def _us_a_key(work: Callable[[], object], keys: int) -> float:
    begun_s = time.process_time()
    work()
    return 1e6 * (time.process_time() - begun_s) / keys


def _measured(ways: Sequence[Way], logs: Sequence[Log], rounds: int) -> Table:
    keys = sum(log.keys for log in logs)
    kept: dict[str, list[Any]] = {way.name: [way.write(log) for log in logs] for way in ways}
    for way in ways:
        assert [way.read(one) for one in kept[way.name]] == [log.json for log in logs], way.name
    times: dict[str, list[tuple[float, float]]] = {way.name: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            write = _us_a_key(lambda way=way: [way.write(log) for log in logs], keys)  # type: ignore[misc]
            read = _us_a_key(lambda way=way: [way.read(one) for one in kept[way.name]], keys)  # type: ignore[misc]
            times[way.name].append((write, read))
    table = Table("way", "bytes a key", "write, µs a key", "read, µs a key")
    table.add_row("JSON", f"{sum(len(log.json) for log in logs) / keys:.2f}", "", "")
    for way in ways:
        write, read = (statistics.median(column) for column in zip(*times[way.name], strict=True))
        size = sum(map(way.size, kept[way.name])) / keys
        table.add_row(way.name, f"{size:.2f}", f"{write:.2f}", f"{read:.2f}")
    return table


def _backend_ms(pid: int) -> float:
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


async def _on_disk(pg: Pool, logs: Sequence[Log]) -> Table:
    """The two columns of `typing_sessions`, each in a table of its own."""
    rows: dict[str, list[Any]] = {
        "json": [log.json.decode() for log in logs],
        "bytea": [pack(log.json, log.document) for log in logs],
    }
    keys = sum(log.keys for log in logs)
    table = Table("column", "bytes a key", "of the whole table")
    for kind, values in rows.items():
        await pg.execute(f"CREATE TABLE kept_{kind} (log {kind})")
        if kind == "bytea":
            await pg.execute("ALTER TABLE kept_bytea ALTER log SET STORAGE EXTERNAL")
        cast = "text::json" if kind == "json" else kind
        await pg.executemany(f"INSERT INTO kept_{kind} SELECT $1::{cast}", [(value,) for value in values])
        column = await pg.fetchval(f"SELECT sum(pg_column_size(log)) FROM kept_{kind}")
        whole = await pg.fetchval(f"SELECT pg_total_relation_size('kept_{kind}')")
        table.add_row(kind, f"{column / keys:.2f}", f"{whole / keys:.2f}")
    return table


async def _ended(pg: Pool, rounds: int) -> Table:
    """The end of a game as its process carries it out, with either form in turns."""
    games = Games(pg, "logs", await stored_games(pg), connections=1, players_each=GAMES * (rounds + 1) * 2)
    await games.add_players()
    (ready,) = await games.start(GAMES * (rounds + 1) * 2)
    backend = await pg.fetchval("SELECT pg_backend_pid()")
    costs: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for turn in range(2 * (rounds + 1)):
        compact = turn % 2 == 0
        await set_form(pg, compact=compact)
        costs[compact].append(await _cost(pg, backend, ready[GAMES * turn : GAMES * (turn + 1)]))
    table = Table("a game's end with", "ms of PostgreSQL", "ms of the server", "sum")
    for compact, found in costs.items():
        postgres, ours = (statistics.median(column) for column in zip(*found[1:], strict=True))  # the first warms up
        table.add_row("compact logs" if compact else "JSON", *(f"{ms:.2f}" for ms in (postgres, ours, postgres + ours)))
    return table


async def _cost(pg: Pool, backend: int, games: Sequence[FinishedGame]) -> tuple[float, float]:
    postgres_ms, ours_s = _backend_ms(backend), time.process_time()
    for game in games:
        await record(pg, game)
    ended_ms, ended_s = _backend_ms(backend), time.process_time()
    return (ended_ms - postgres_ms) / len(games), 1000 * (ended_s - ours_s) / len(games)


async def _stored(pg: Pool) -> list[Log]:
    found = []
    for row in await pg.fetch(_LOGS):
        json = json_of(row["log"])
        document = orjson.loads(json)
        if document["keys"]:
            found.append(Log(json, document, len(document["keys"])))
    return found


async def _demo(servers: EmbeddedServers) -> list[Log]:
    await migrate(servers.database_url)
    pg, redis = await open_pool(servers.database_url, 4), open_redis(servers.redis_url)
    await seed_library(pg)
    await demo_games(Stores(Settings(database_url=servers.database_url, redis_url=servers.redis_url), pg, redis))
    logs = await _stored(pg)
    await redis.aclose()
    await pg.close()
    return logs


async def _of(url: str) -> list[Log]:
    pg = await open_pool(url, 1)
    logs = await _stored(pg)
    await pg.close()
    return logs


async def _run(servers: EmbeddedServers, database: str | None, rounds: int) -> None:
    console = Console(width=120)
    console.print(machine())
    logs = await (_demo(servers) if database is None else _of(database))
    console.print(f"{len(logs)} games, {sum(log.keys for log in logs):,} keys")
    console.print(_measured(_ways(_library()), logs, rounds))
    pg = await open_pool(servers.database_url, 1)
    console.print(await _on_disk(pg, logs))
    if database is None:
        console.print(await _ended(pg, rounds))
    await pg.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--database", metavar="URL")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="prodev-bench-") as folder:
        Path(folder).chmod(0o711)
        with EmbeddedServers(Path(folder), "bench") as servers:
            uvloop.run(_run(servers, given.database, given.rounds))


if __name__ == "__main__":
    main()
