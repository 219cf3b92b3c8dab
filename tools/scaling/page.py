"""The tables of docs/scaling.md."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from tools.scaling.arithmetic import (
    SIZES,
    Size,
    all_money,
    archive_money,
    boards,
    game_bytes,
    games_a_day,
    games_a_second,
    hosts,
    journals,
    log_a_day,
    masters,
    out_a_month,
    out_at_peak,
    postgres_a_day,
    postgres_cores,
    postgres_money,
    server_cores,
    server_memory,
    server_money,
    traffic_money,
    typing_a_postgres_core,
    typing_a_worker,
    valkey_cores,
    valkey_money,
    workers,
)
from tools.scaling.inputs import (
    BIG_CORES,
    CLOUD,
    CONNECTIONS,
    FULL,
    GB,
    HOST_CORES,
    INPUTS,
    KB,
    KEYS_A_SECOND,
    MB,
    MOST_MASTERS,
    MOST_POSTGRES_CORES,
    PLACE_BYTES,
    PLACES,
    PRICED,
    PRICES,
    REGION,
    TB,
    TRAFFIC,
    VALKEY_GB,
    VALKEY_US,
    WORKERS_A_HOST,
    YEAR_DAYS,
)

Row = tuple[str, Callable[[Size], str]]


def amount(value: float) -> str:
    """Two figures; nobody knows more."""
    if value <= 0:
        return "0"
    digits = 1 - math.floor(math.log10(value))
    return f"{round(value, digits):,.{max(0, digits)}f}" if value < 1e6 else _large(value)


def _large(value: float) -> str:
    for unit, name in ((1e9, "billion"), (1e6, "million")):
        if value >= unit:
            return f"{amount(value / unit)} {name}"
    raise AssertionError


def within(most: float, value: float, shown: str) -> str:
    """In brackets what one installation cannot use."""
    return shown if value <= most else f"({shown})"


def size_of(bytes_: float) -> str:
    for unit, name in ((1e15, "PB"), (TB, "TB"), (GB, "GB"), (MB, "MB")):
        if bytes_ >= unit:
            return f"{amount(bytes_ / unit)} {name}"
    return f"{amount(bytes_ / KB)} kB"


def dollars(usd: float) -> str:
    return f"${amount(usd)}"


LOADS: Sequence[Row] = (
    ("typing at once, at the peak", lambda size: amount(size.typing)),
    ("games ended a second, at the peak", lambda size: amount(games_a_second(size))),
    ("games a day", lambda size: amount(games_a_day(size))),
    ("cores of the server", lambda size: amount(server_cores(size))),
    ("**workers** (`--workers`, all hosts)", lambda size: f"{workers(size):,}"),
    (f"hosts of {HOST_CORES} cores", lambda size: f"{hosts(size):,}"),
    ("memory of the workers", lambda size: size_of(server_memory(size))),
    ("Valkey: cores, for the journals", lambda size: amount(valkey_cores(size))),
    ("Valkey: running games", lambda size: size_of(journals(size))),
    ("Valkey: boards, on one master", lambda size: size_of(boards(size))),
    ("**Valkey: masters**", lambda size: within(MOST_MASTERS, masters(size), f"{masters(size):,}")),
    (
        "**PostgreSQL: cores** of the primary",
        lambda size: within(MOST_POSTGRES_CORES, postgres_cores(size), amount(postgres_cores(size))),
    ),
    ("PostgreSQL: connections, at most", lambda size: f"{workers(size) * CONNECTIONS:,}"),
    ("PostgreSQL: transactions that write, a second", lambda size: amount(games_a_second(size) * 3)),
    ("PostgreSQL: rows and indexes a day", lambda size: size_of(postgres_a_day(size))),
    ("PostgreSQL: after a year", lambda size: size_of(postgres_a_day(size) * YEAR_DAYS)),
    ("PostgreSQL: log a day", lambda size: size_of(log_a_day(size))),
    ("to players, at the peak", lambda size: f"{size_of(out_at_peak(size))}/s"),
    ("to players, a month", lambda size: size_of(out_a_month(size))),
)
MONEY: Sequence[Row] = (
    ("servers", lambda size: dollars(server_money(size))),
    ("PostgreSQL, its replica, a year of games on disk", lambda size: dollars(postgres_money(size))),
    ("Valkey", lambda size: dollars(valkey_money(size))),
    ("backups", lambda size: dollars(archive_money(size))),
    ("traffic out", lambda size: dollars(traffic_money(size))),
    ("**all, a month**", lambda size: f"**{dollars(all_money(size))}**"),
    ("a month for 1,000 registered", lambda size: dollars(all_money(size) / size.registered * 1e3)),
)
LIMITS: Sequence[tuple[str, str]] = (
    ("one worker (a core)", f"{amount(typing_a_worker())} who type"),
    (
        f"one host of {HOST_CORES} cores, {WORKERS_A_HOST} workers",
        f"{amount(typing_a_worker() * WORKERS_A_HOST)} who type",
    ),
    ("one core of PostgreSQL", f"{amount(typing_a_postgres_core() * FULL.value)} who type"),
    (f"a primary of {BIG_CORES} cores", f"{amount(typing_a_postgres_core() * FULL.value * BIG_CORES)} who type"),
    ("one Valkey, its core", f"{amount(FULL.value * 1e6 / KEYS_A_SECOND.value / VALKEY_US.value)} who type"),
    (
        f"one Valkey, boards in {VALKEY_GB} GB",
        f"{amount(VALKEY_GB * GB / PLACES.value / PLACE_BYTES.value)} registered",
    ),
    ("a disk of 1 TB, without archiving", f"{amount(TB / game_bytes())} games"),
)


def _up_to(most: float) -> str:
    return "beyond that" if most == math.inf else f"up to {most / TB:g} TB a month"


def table(rows: Sequence[Row]) -> list[str]:
    head = [["", *(size.name for size in SIZES)]]
    body = [[name, *(show(size) for size in SIZES)] for name, show in rows]
    return [_line(head[0]), "|---|" + "---:|" * len(SIZES), *map(_line, body)]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


BLOCKS: dict[str, Callable[[], list[str]]] = {
    "inputs": lambda: [
        "| | | measured by |",
        "|---:|---|---|",
        *(f"| {one.value:,g} {one.unit} | {one.what} | {one.source} |" for one in INPUTS),
    ],
    "loads": lambda: table(LOADS),
    "limits": lambda: ["| | carries |", "|---|---:|", *map(_line, LIMITS)],
    "prices": lambda: [
        f"List prices of {CLOUD}, {REGION}, on demand, as known in {PRICED}:",
        "",
        "| USD | | |",
        "|---:|---|---|",
        *(f"| {price.usd:g} | {price.unit} | {price.what} |" for price in PRICES),
        *(f"| {usd:g} | a GB to the internet | {_up_to(upper)} |" for upper, usd in TRAFFIC),
    ],
    "money": lambda: table(MONEY),
}


def written(page: str) -> str:
    """The page with its tables. Raises ValueError when a mark is missing."""
    for name, lines in BLOCKS.items():
        begin, end = f"<!-- tools.scaling writes {name} from here -->\n", "<!-- to here -->"
        before, mark, rest = page.partition(begin)
        _, closing, after = rest.partition(end)
        if not (mark and closing):
            raise ValueError(f"docs/scaling.md has no place for {name}")
        page = f"{before}{begin}\n{chr(10).join(lines())}\n\n{end}{after}"
    return page
