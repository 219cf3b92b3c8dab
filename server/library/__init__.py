"""The library of snippets: what a text may be, how it is kept, and which one a game gets next."""

from server.library.http import endpoints
from server.library.personal import PERSONAL_RECORDS
from server.library.recent import remember
from server.library.rotation import Snippet, draw, snippet
from server.library.seed import SeedRefused, seed_files, seed_library

__all__ = [
    "PERSONAL_RECORDS",
    "SeedRefused",
    "Snippet",
    "draw",
    "endpoints",
    "remember",
    "seed_files",
    "seed_library",
    "snippet",
]
