"""What so many players need, and what that costs, from the inputs alone. Bytes, seconds, US dollars a month."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tools.scaling.inputs import (
    ARCHIVE,
    BETWEEN_S,
    CORE_OF_TYPING,
    DAY_S,
    DISK,
    END_MS,
    END_POSTGRES_MS,
    FEED_MS,
    FEED_POSTGRES_MS,
    FULL,
    GAME_KEYS,
    GB,
    HOST_CORES,
    JOURNAL_KIB,
    KEPT_ON_DISK_DAYS,
    KEYS_A_SECOND,
    LOG_BYTES,
    MB,
    MEMORY_KIB,
    MONTH_S,
    OUT_BYTES,
    PEAK,
    PLACE_BYTES,
    PLACES,
    PLAYED_MINUTES,
    PLAYED_SHARE,
    POSTGRES_HOST,
    READS_SHARE,
    RESULT_BYTES,
    SERVER_HOST,
    SMALL_CORES,
    TRAFFIC,
    VALKEY_GB,
    VALKEY_HOST,
    VALKEY_US,
    WAL_FACTOR,
    WORKERS_A_HOST,
    Price,
)


@dataclass(frozen=True, slots=True)
class Size:
    """`typing`: those who type at once at the peak."""

    name: str
    registered: float
    typing: float


def of_registered(count: float) -> Size:
    mean = count * PLAYED_SHARE.value * PLAYED_MINUTES.value * 60 / DAY_S
    return Size(f"{count:,.0f} registered", count, mean * PEAK.value)


def of_typing(count: float) -> Size:
    mean = count / PEAK.value
    return Size(f"{count:,.0f} typing at once", mean * DAY_S / (PLAYED_SHARE.value * PLAYED_MINUTES.value * 60), count)


SIZES = [of(count) for of in (of_registered, of_typing) for count in (1e3, 1e5, 1e7)]


# ---------------------------------------------------------------- arithmetic


def game_s() -> float:
    return GAME_KEYS.value / KEYS_A_SECOND.value + BETWEEN_S.value


def games_a_second(size: Size) -> float:
    """At the peak."""
    return size.typing / game_s()


def games_a_day(size: Size) -> float:
    return games_a_second(size) / PEAK.value * DAY_S


def server_cores(size: Size) -> float:
    ends = games_a_second(size) * (END_MS.value + FEED_MS.value) / 1e3 * (1 + READS_SHARE.value)
    return size.typing * CORE_OF_TYPING.value / 1e3 + ends


def workers(size: Size) -> int:
    return max(1, math.ceil(server_cores(size) / FULL.value))


def typing_a_worker() -> float:
    one = Size("one", 0, 1)
    return FULL.value / server_cores(one)


def hosts(size: Size) -> int:
    return math.ceil(workers(size) / WORKERS_A_HOST)


def server_memory(size: Size) -> float:
    return workers(size) * 150 * MB + size.typing * MEMORY_KIB.value * 1024


def postgres_cores(size: Size) -> float:
    a_game_ms = (END_POSTGRES_MS.value + FEED_POSTGRES_MS.value) * (1 + READS_SHARE.value)
    return games_a_second(size) * a_game_ms / 1e3


def typing_a_postgres_core() -> float:
    return 1 / postgres_cores(Size("one", 0, 1))


def valkey_cores(size: Size) -> float:
    return size.typing * KEYS_A_SECOND.value * VALKEY_US.value / 1e6


def journals(size: Size) -> float:
    return size.typing * JOURNAL_KIB.value * 1024


def boards(size: Size) -> float:
    return size.registered * PLACES.value * PLACE_BYTES.value


def masters(size: Size) -> int:
    """One for the boards, as many for the journals as cores or memory ask for; one for both while it does."""
    both = valkey_cores(size) <= FULL.value and journals(size) + boards(size) <= VALKEY_GB * GB
    needed = max(valkey_cores(size) / FULL.value, journals(size) / (VALKEY_GB * GB))
    return 1 if both else max(3, 1 + math.ceil(needed))


def game_bytes() -> float:
    return RESULT_BYTES.value + LOG_BYTES.value * GAME_KEYS.value


def postgres_a_day(size: Size) -> float:
    return games_a_day(size) * game_bytes()


def log_a_day(size: Size) -> float:
    return postgres_a_day(size) * WAL_FACTOR.value


def out_at_peak(size: Size) -> float:
    """Bytes a second."""
    return size.typing * KEYS_A_SECOND.value * OUT_BYTES.value


def out_a_month(size: Size) -> float:
    return out_at_peak(size) / PEAK.value * MONTH_S


# ---------------------------------------------------------------- money


def hours(price: Price) -> float:
    return price.usd * MONTH_S / 3_600


def fits_one_host(size: Size) -> bool:
    """With PostgreSQL and Valkey beside it, as `make run` has them."""
    cores = server_cores(size) + postgres_cores(size) + valkey_cores(size)
    return workers(size) == 1 and cores <= FULL.value * SMALL_CORES / 2


def server_money(size: Size) -> float:
    if fits_one_host(size):
        return hours(SERVER_HOST) * SMALL_CORES
    return hours(SERVER_HOST) * max(2, hosts(size)) * HOST_CORES


def postgres_money(size: Size) -> float:
    """A year of games on its disk, and on its replica's."""
    disk = postgres_a_day(size) * KEPT_ON_DISK_DAYS / GB * DISK.usd
    if fits_one_host(size):
        return disk
    cores = max(SMALL_CORES, math.ceil(postgres_cores(size) / FULL.value))
    return 2 * (hours(POSTGRES_HOST) * cores + disk)


def valkey_money(size: Size) -> float:
    """Each master has a replica. That of the boards is as large as they are."""
    if fits_one_host(size):
        return 0
    memory = max(1, math.ceil(boards(size) / (VALKEY_GB * GB)))
    return 2 * hours(VALKEY_HOST) * (masters(size) - 1 + memory)


def archive_money(size: Size) -> float:
    return postgres_a_day(size) * KEPT_ON_DISK_DAYS / 4 / GB * ARCHIVE.usd  # dumps are a quarter as large


def traffic_money(size: Size) -> float:
    left, below, money = out_a_month(size), 0.0, 0.0
    for upper, usd in TRAFFIC:
        part = min(left, upper - below)
        money, left, below = money + part / GB * usd, left - part, upper
    return money


def all_money(size: Size) -> float:
    parts = (server_money, postgres_money, valkey_money, archive_money, traffic_money)
    return sum(part(size) for part in parts)
