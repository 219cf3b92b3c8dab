"""`prodev` commands run in the tests' own process; the fixture `environment` names the test's servers to them."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from typer.testing import CliRunner, Result

from server.cli import app


def run_command(*arguments: str) -> Result:
    """A command that needs no server."""
    return CliRunner().invoke(app, arguments)


async def in_thread(*arguments: str, code: int = 0) -> str:
    """What a command prints; it runs an event loop of its own, so it needs a thread of its own."""
    done = await asyncio.to_thread(run_command, *arguments)
    assert done.exit_code == code, done.output
    return done.stdout if code == 0 else done.stderr


async def in_json(*arguments: str) -> Any:
    """What a command of `prodev snippets` prints with `--json`."""
    return json.loads(await in_thread("snippets", *arguments, "--json"))
