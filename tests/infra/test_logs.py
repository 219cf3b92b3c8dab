"""Logging: one format for what we log and what the libraries log."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
import logging, sys, structlog
from server.infra.logs import set_up_logs
set_up_logs(sys.argv[1], sys.argv[2] == "json")
log = structlog.get_logger("ours")
log.debug("too_small")
log.info("happened", session="s1")
logging.getLogger("theirs").warning("careful %s", "now")
logging.getLogger("uvicorn.error").info("chatter")
hidden = "hunter2"
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
"""


def logged(level: str, form: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, level, form], check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_json_logs_are_one_object_a_line() -> None:
    ours, theirs, failure = map(json.loads, logged("info", "json"))
    assert (ours["event"], ours["level"], ours["session"]) == ("happened", "info", "s1")
    assert ours["timestamp"].endswith("Z")
    assert (theirs["event"], theirs["level"]) == ("careful now", "warning")
    assert failure["level"] == "error" and "ZeroDivisionError" in failure["exception"]


@pytest.mark.parametrize(("level", "shown"), [("info", True), ("warning", False)])
def test_level_decides_what_is_shown(level: str, shown: bool) -> None:
    lines = "\n".join(logged(level, "plain"))
    assert ("happened" in lines) is shown
    assert "careful now" in lines and "too_small" not in lines and "chatter" not in lines


def test_tracebacks_show_no_values() -> None:
    assert "hunter2" not in "\n".join(logged("info", "plain")[2:]).replace('hidden = "hunter2"', "")


@pytest.mark.parametrize(("call", "lines"), [("warning", 1), ("error", 4)])
def test_library_warns_in_one_line_and_fails_with_a_traceback(call: str, lines: int) -> None:
    program = (
        "import logging\nfrom server.infra.logs import set_up_logs\nset_up_logs('info', False)\n"
        "try:\n    1 / 0\nexcept ZeroDivisionError:\n"
        f"    logging.getLogger('asyncpg.pool').{call}('pool', exc_info=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert len(done.stderr.splitlines()) >= lines and "division by zero" in done.stderr
    assert ("Traceback" in done.stderr) == (lines > 1)


def test_uvicorns_warning_of_a_bad_request_is_said_once_a_minute() -> None:
    program = (
        "import logging\nfrom server.infra.logs import set_up_logs\nset_up_logs('info', False)\n"
        "for _ in range(5):\n"
        "    logging.getLogger('uvicorn.error').warning('Invalid HTTP request received.')\n"
        "    logging.getLogger('uvicorn.error').error('a failure')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert (done.stderr.count("Invalid HTTP request"), done.stderr.count("a failure")) == (1, 5)
