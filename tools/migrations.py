"""`python -m tools.migrations`: refuses migrations that would lock a large table, or take away what servers use.

They run while servers of the previous release serve. Squawk (https://squawkhq.com) reads the SQL and knows what
PostgreSQL locks for it; of its rules those are held that are about that. It does not see statements that write every
row of a table, so those are looked for here.

A small table may be locked. A comment right above the statement says so, with the reason above that: `-- squawk-ignore
RULE`, or `-- writes-all-rows` for what Squawk does not see.
What a migration named `…_contract_…` takes away is for servers that know of it (server/infra/migrations.py).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

from server.settings import ROOT

FOLDER = ROOT / "prisma" / "migrations"
HELD_FROM = "20261127070000"  # those before went to databases without players
POSTGRES = "16.0"
LOCKING = {
    "adding-field-with-default",
    "adding-foreign-key-constraint",
    "adding-not-nullable-field",
    "adding-required-field",
    "adding-serial-primary-key-field",
    "changing-column-type",
    "constraint-missing-not-valid",
    "disallowed-unique-constraint",
    "require-concurrent-index-creation",
    "require-concurrent-index-deletion",
}
TAKING = {"ban-drop-column", "ban-drop-not-null", "ban-drop-table", "ban-truncate-cascade"}
TAKING |= {"renaming-column", "renaming-table"}
WRITES_ALL = "writes-all-rows"

_IN_QUOTES = re.compile(r"(\$\w*\$).*?\1", re.DOTALL)  # bodies of functions run later
_WRITE = re.compile(r"^\s*(?:UPDATE\s+(?:ONLY\s+)?|DELETE\s+FROM\s+)(?P<table>\"?\w+\"?)", re.IGNORECASE | re.MULTILINE)
_CREATED = re.compile(r"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?\"?(\w+)\"?", re.IGNORECASE)


def is_held(script: Path) -> bool:
    return script.parent.name >= HELD_FROM


def faults_of(scripts: Sequence[Path]) -> list[str]:
    """A line for each statement that may not be there."""
    if not scripts:
        return []
    return sorted([*_by_squawk(scripts), *(fault for script in scripts for fault in _writes(script))])


def _by_squawk(scripts: Sequence[Path]) -> Iterator[str]:
    program = Path(sysconfig.get_path("scripts")) / "squawk"
    options = ("--assume-in-transaction", f"--pg-version={POSTGRES}", "--reporter=json")
    ran = subprocess.run([program, *options, *map(str, scripts)], capture_output=True, text=True, check=False)
    if not ran.stdout:
        raise SystemExit(f"squawk did not run: {ran.stderr.strip()}")
    for found in json.loads(ran.stdout):
        script, rule = Path(found["file"]), found["rule_name"]
        contracts = "_contract_" in script.parent.name
        if rule == "syntax-error" or rule in LOCKING or (rule in TAKING and not contracts):
            yield _fault(script, found["line"] + 1, rule, found["message"])


def _writes(script: Path) -> Iterator[str]:
    text = _IN_QUOTES.sub(lambda body: "\n" * body[0].count("\n"), script.read_text())
    new = {name.lower() for name in _CREATED.findall(text)}
    for write in _WRITE.finditer(text):
        before = text[: write.start("table")]
        allowed = before.splitlines()[-2:-1] == [f"-- {WRITES_ALL}"]
        if write["table"].strip('"').lower() not in new and not allowed:
            yield _fault(script, before.count("\n") + 1, WRITES_ALL, "It locks each row until the migration ends.")


def _fault(script: Path, line: int, rule: str, what: str) -> str:
    return f"{script.parent.name}/{script.name}:{line}: {rule}: {what}"


def main() -> int:
    faults = faults_of(sorted(filter(is_held, FOLDER.glob("*/migration.sql"))))
    print("\n".join(faults), end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
