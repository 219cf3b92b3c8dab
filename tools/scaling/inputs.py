"""What docs/scaling.md reckons with: measured, assumed, or a price.

Law: what was measured names the command that measures it again, and what was not says that it is assumed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from server.infra.postgres import FEED_CONNECTIONS
from server.infra.redis_keys import TAGS
from server.settings import Settings

DAY_S, MONTH_S, YEAR_DAYS = 86_400, 730 * 3_600, 365
KB, MB, GB, TB = 1e3, 1e6, 1e9, 1e12


@dataclass(frozen=True, slots=True)
class Input:
    """`source` is the command that measures it, or why it is assumed."""

    value: float
    unit: str
    what: str
    source: str


PLAYERS_BENCH = '`make bench-players ARGS="--players 3000"`'
END_BENCH = "`make bench-end`"
BEHIND_BENCH = "`make bench-behind`"

# Measured on two cores of an AMD EPYC, shared with other machines; the server had one of them.
KEYS_A_SECOND = Input(
    8,
    "keys/s",
    "of one who types, 96 words a minute",
    "assumed: most people type 3 to 6, so all below is on the safe side",
)
CORE_OF_TYPING = Input(
    0.217,
    "cores for 1,000 who type",
    "all that a key passes: 0.65 of a core for 3,000 on one process (0.33 for 1,000, 0.81 for 4,000, 0.92 for 5,000)",
    PLAYERS_BENCH,
)
MEMORY_KIB = Input(29, "KiB", "of a process for each who plays", PLAYERS_BENCH)
GAME_KEYS = Input(1_000, "keys", "of a game", "assumed: five or six waves")
BETWEEN_S = Input(25, "s", "from one game to the next: the countdown, its result, the menu", "assumed")
END_MS = Input(2.3, "ms of a core", "a game's end over HTTP, in the server", "`make bench-results`")
FEED_MS = Input(0.8, "ms of a core", "the feed after a game, in the server", END_BENCH)
END_POSTGRES_MS = Input(2.0, "ms of a core", "a game's end, in PostgreSQL", END_BENCH)
FEED_POSTGRES_MS = Input(1.3, "ms of a core", "the feed after a game, in PostgreSQL", END_BENCH)
READS_SHARE = Input(0.5, "of that", "more for starts, pages and sign-ins, in both", "assumed")
VALKEY_US = Input(
    2.8,
    "µs of a core a key",
    "the journal in Valkey, back to back (12 while 500 type: it wakes up for a few games at a time)",
    BEHIND_BENCH,
)
JOURNAL_KIB = Input(10.6, "KiB", "of Valkey for a game that runs", BEHIND_BENCH)
PLACE_BYTES = Input(77, "bytes", "of Valkey for a place on a board", '`make bench-boards ARGS="--most 1000000"`')
PLACES = Input(
    12.4,
    "places",
    "of a player on all boards of all time, of those that the benchmark fills",
    "the same: 945 MiB for 1,000,000 players",
)
RESULT_BYTES = Input(
    3_400,
    "bytes",
    "a game in PostgreSQL but for its keys, indexes included; half of it is how its snippets were typed",
    BEHIND_BENCH,
)
LOG_BYTES = Input(3.4, "bytes a key", "the key log, compact, with the pages of its table", "`make bench-logs`")
WAL_FACTOR = Input(3.0, "× the rows", "PostgreSQL's log, which also tells of what is changed and deleted", BEHIND_BENCH)
OUT_BYTES = Input(
    105,
    "bytes a key",
    "to a player: the answer, its share of waves, WebSocket, TLS, TCP and IP",
    "reckoned from frames of some 45 bytes; both ways some 200",
)
PLAYED_SHARE = Input(0.10, "of all who are registered", "play on a day", "assumed")
PLAYED_MINUTES = Input(20, "minutes", "each of them", "assumed")
PEAK = Input(3, "× the mean", "the peak of a day", "assumed: one region; less with players of all continents")
FULL = Input(0.8, "of a core", "used of a process at the peak: beyond that p99 leaves 25 ms", PLAYERS_BENCH)

INPUTS = [value for value in list(globals().values()) if isinstance(value, Input)]


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars. Processors of these kinds are whole cores."""

    usd: float
    unit: str
    what: str


HOST_CORES, BIG_CORES, SMALL_CORES = 8, 64, 2
SERVER_HOST = Price(0.0363, "a core an hour", "c7g, 2 GB a core (c7g.2xlarge, 8 cores: 0.29): servers")
POSTGRES_HOST = Price(0.0536, "a core an hour", "r7g, 8 GB a core (r7g.2xlarge, 8 cores: 0.4284): PostgreSQL")
VALKEY_HOST = Price(0.1071, "an hour", "r7g.large, 2 cores, 16 GB, 10 GB of them for data: one Valkey")
DISK = Price(0.08, "a GB a month", "EBS gp3; its first 3,000 operations and 125 MB a second are in it")
ARCHIVE = Price(0.023, "a GB a month", "S3 standard: backups, and months that were detached")
TRAFFIC = ((10 * TB, 0.09), (50 * TB, 0.085), (150 * TB, 0.07), (math.inf, 0.05))  # up to so much a month, per GB
PRICES = (SERVER_HOST, POSTGRES_HOST, VALKEY_HOST, DISK, ARCHIVE)
CLOUD, REGION, PRICED = "Amazon Web Services", "us-east-1", "2025"

MOST_MASTERS = len(TAGS) + 1  # the journals' places, and the boards'
MOST_POSTGRES_CORES = 192  # of the largest hosts
WORKERS_A_HOST = HOST_CORES - 1
CONNECTIONS = Settings.model_fields["pool_size"].default + FEED_CONNECTIONS  # of a worker, to PostgreSQL
VALKEY_GB = 10
KEPT_ON_DISK_DAYS = 365
