"""The tests' own machinery: what goes wrong with one of them is not the others'."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CANCELLED_ONCE = """
import asyncio
import pytest

made = []

@pytest.fixture
async def dear():
    made.append(1)
    if len(made) == 1:
        raise asyncio.CancelledError

async def test_first(dear): ...
async def test_second(dear): ...
"""


def test_a_fixture_that_was_cancelled_fails_one_test_alone(root: Path, tmp_path: Path) -> None:
    (tmp_path / "test_two.py").write_text(CANCELLED_ONCE)
    plugins = ("-p", "tests.conftest", "-p", "no:cacheprovider", "--asyncio-mode=auto", "--rootdir", str(tmp_path))
    command = [sys.executable, "-m", "pytest", *plugins, str(tmp_path)]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert "1 passed, 1 error" in ended.stdout, ended.stdout
