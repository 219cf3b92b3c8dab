"""What the page of a shared replay says of itself to sites that show links: they run no script."""

from __future__ import annotations

from server.infra.pages import FindPreview, LinkPreview
from server.infra.postgres import Pool
from server.shared_replays.reading import seen_by_all


def previewed(pg: Pool) -> FindPreview:
    async def find(replay_id: str) -> LinkPreview | None:
        shared = await seen_by_all(pg, replay_id)
        if shared is None:
            return None
        speed, accuracy = f"{shared.net_wpm:.1f} WPM", f"{shared.key_accuracy_percentage:.1f}% accuracy"
        return LinkPreview(
            title=f"{shared.title} · {shared.display_name}",
            description=f"{shared.display_name} typed {speed} at {accuracy}: watch every key of the game on Pro Dev.",
            picture=f"/api/replays/{shared.id}/picture.png",
        )

    return find
