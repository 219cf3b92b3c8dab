"""`prodev` commands run in the tests' own process; the fixture `environment` names the test's servers to them."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from typer.testing import CliRunner, Result

from server.cli import app


def run_command(*arguments: str, typed: str | None = None) -> Result:
    """A command that needs no server."""
    return CliRunner().invoke(app, arguments, input=typed)


async def in_thread(*arguments: str, code: int = 0) -> str:
    """What a command prints; it runs an event loop of its own, so it needs a thread of its own."""
    done = await asyncio.to_thread(run_command, *arguments)
    assert done.exit_code == code, done.output
    return done.stdout if code == 0 else done.stderr


async def in_json(*arguments: str) -> Any:
    """What a command of `prodev snippets` prints with `--json`."""
    return json.loads(await in_thread("snippets", *arguments, "--json"))


class Cli:
    """The commands below `prodev` and one word more, run as a user would."""

    def __init__(self, word: str) -> None:
        self._word = word

    async def __call__(self, *arguments: str, typed: str | None = None) -> Result:
        # In a thread, for the command runs a loop of its own.
        return await asyncio.to_thread(run_command, self._word, *arguments, typed=typed)

    async def done(self, *arguments: str, typed: str | None = None) -> str:
        result = await self(*arguments, typed=typed)
        assert result.exit_code == 0, result.output
        return result.stdout

    async def refused(self, *arguments: str, typed: str | None = None) -> str:
        """The one line of a refusal."""
        result = await self(*arguments, typed=typed)
        assert result.exit_code == 1, result.output
        assert "Traceback" not in result.output
        line: str
        (line,) = result.stderr.splitlines()
        return line.removeprefix("prodev: ")
