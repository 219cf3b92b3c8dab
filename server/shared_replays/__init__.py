"""Shared replays: ranked games that their players show, each with a title and a note, a page and a picture."""

from server.shared_replays.http import endpoints
from server.shared_replays.personal import PERSONAL_RECORDS
from server.shared_replays.preview import previewed
from server.shared_replays.reading import (
    FROM,
    POST_IS_CALLED,
    POST_IS_HIDDEN,
    POST_IS_SEEN,
    is_listed,
    known_replay,
    replay_cards,
)

__all__ = [
    "FROM",
    "PERSONAL_RECORDS",
    "POST_IS_CALLED",
    "POST_IS_HIDDEN",
    "POST_IS_SEEN",
    "endpoints",
    "is_listed",
    "known_replay",
    "previewed",
    "replay_cards",
]
