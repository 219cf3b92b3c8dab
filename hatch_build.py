"""What `pip wheel` puts beside the code (pages, migrations, what seeds a database), so that a server needs no checkout.

An editable installation has the checkout's own, and must not get a copy that grows old.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("static", "prisma/migrations", "seed/snippets", "seed/courses", "seed/achievements")


class ShippedFolders(BuildHookInterface[Any]):
    """In the wheel they are below `server/shipped`, where server/settings.py looks for them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            build_data["force_include"] |= {str(Path(self.root, name)): f"server/shipped/{name}" for name in SHIPPED}
