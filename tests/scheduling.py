"""Which worker of pytest-xdist runs which test: whoever is free takes the next one, but some files stay together."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

# Files whose tests share what is dear to start: two servers, say. Scattered, each worker would start its own.
TOGETHER = {"tests/security/test_two_servers.py"}


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file in TOGETHER else nodeid
