"""An audit that could not be made is told from one that found nothing."""

from __future__ import annotations

import json

from tools.audit import findings

CLEAN = {"name": "a", "version": "1", "vulns": []}
BAD = {"name": "b", "version": "1", "vulns": [{"id": "PYSEC-1"}]}


def test_what_has_vulnerabilities_is_found() -> None:
    assert findings(json.dumps({"dependencies": [CLEAN, BAD]}), "Found 1 known vulnerability") == [BAD]
    assert findings(json.dumps({"dependencies": [CLEAN]}), "") == []


def test_who_could_not_be_asked_is_no_all_clear() -> None:
    assert findings("", "ERROR: x\nERROR: no network\n") == "ERROR: no network"
    skipped = {"name": "c", "skip_reason": "not on PyPI"}
    assert findings(json.dumps({"dependencies": [CLEAN, skipped]}), "") == (
        "1 packages could not be looked up, c among them"
    )
    assert findings("{}", "") == "it said nothing"
