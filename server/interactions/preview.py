"""What a snippet's page says of itself to sites that show links: they run no script."""

from __future__ import annotations

from server.infra.pages import FindPreview, LinkPreview
from server.infra.postgres import Pool
from server.library import public_version, snippet

FIRST_CHARACTERS = 160  # as much as such sites show


def previewed(pg: Pool) -> FindPreview:
    async def find(snippet_id: str) -> LinkPreview | None:
        current = await public_version(pg, snippet_id)
        found = None if current is None else await snippet(pg, current)
        if found is None:
            return None
        title = f"{found.language.capitalize()} to type: {found.category}"
        return LinkPreview(title, " ".join(found.text.split())[:FIRST_CHARACTERS])

    return find
