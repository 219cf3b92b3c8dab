"""`make audit`: whether locked packages have known vulnerabilities, by pip-audit, which asks PyPI's database.

Exit status 1 when there are some. When nobody can be asked it says so: that is no all-clear, and fails only in CI.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
WAIT_S = 300
SERVICE_WAIT_S = 15


def audited(lock: Path) -> list[dict[str, Any]] | str:
    """The packages of a lock file that have known vulnerabilities, or why that could not be found out."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
    command += ["--timeout", str(SERVICE_WAIT_S), "--format", "json", "--requirement", str(lock)]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=WAIT_S)
    except subprocess.TimeoutExpired:
        return f"no answer within {WAIT_S} s"
    return findings(done.stdout, done.stderr)


def findings(answer: str, complaint: str) -> list[dict[str, Any]] | str:
    """What pip-audit found, or its last complaint when it could not ask."""
    try:
        packages = orjson.loads(answer)["dependencies"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return (complaint.strip().splitlines() or ["it said nothing"])[-1]
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    if skipped:
        return f"{len(skipped)} packages could not be looked up, {skipped[0]} among them"
    return [one for one in packages if one["vulns"]]


def main() -> int:
    status = 0
    for name in LOCKS:
        found = audited(ROOT / name)
        if isinstance(found, str):
            print(f"make audit: {name} was not audited: {found}", file=sys.stderr)
            status = max(status, int(os.environ.get("CI") == "true"))
            continue
        for package in found:
            ids = ", ".join(one["id"] for one in package["vulns"])
            print(f"{name}: {package['name']} {package['version']}: {ids}")
            status = 1
        if not found:
            print(f"{name}: no known vulnerabilities")
    return status


if __name__ == "__main__":
    sys.exit(main())
