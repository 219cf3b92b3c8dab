"""Seeds and figures of the tests of faults.

TEST_SEED repeats a run, as far as processes of the machine can be repeated. `make faults` ends with a table of the
seeds, and of what each test says that it did.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from random import Random, SystemRandom

import pytest

from server.infra.postgres import Pool
from tests.faults.processes import Server, served
from tests.small_library import fill

Figures = Callable[..., None]


@pytest.fixture
def random(record_property: Callable[[str, object], None]) -> Random:
    """Seeded, for all that the test leaves to chance."""
    seed = os.environ.get("TEST_SEED") or str(SystemRandom().randrange(10**6))
    record_property("TEST_SEED", seed)
    print(f"TEST_SEED={seed}")
    return Random(seed)


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Figures:
    """Call it with what the test did: `figures(kills=100, keys=51_230)`."""

    def note(**counted: object) -> None:
        for name, value in counted.items():
            record_property(name, value)

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports: list[pytest.TestReport] = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        if isinstance(report, pytest.TestReport) and report.when == "call" and report.user_properties
    ]
    if reports:
        terminalreporter.section("faults")
    for report in reports:
        figures = ", ".join(f"{name}={value}" for name, value in report.user_properties)
        name = report.nodeid.rpartition("/")[2]
        terminalreporter.line(f"{name} {report.outcome} after {report.duration:.0f} s: {figures}")


@pytest.fixture
async def external(database_url: str, redis_url: str, redis_prefix: str, tmp_path: Path, pg: Pool) -> dict[str, str]:
    """Variables that name the tests' PostgreSQL and Valkey to a server; there is something to type."""
    await fill(pg)
    return variables_of(database_url, redis_url, redis_prefix, tmp_path)


def variables_of(database_url: str, redis_url: str, redis_prefix: str, data: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "PRODEV_REDIS_PREFIX": redis_prefix,
        "PRODEV_DATA": str(data),
    }


@pytest.fixture
async def two_servers(external: dict[str, str], tmp_path: Path) -> AsyncIterator[list[Server]]:
    """Two servers on one PostgreSQL and one Valkey."""
    servers = [Server(tmp_path / f"{name}.log", **external) for name in ("one", "other")]
    async with served(*servers):
        yield servers
