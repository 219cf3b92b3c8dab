"""The library of snippets: what a text may be, how it is kept, and which one a game gets next."""

from server.snippets.estimates import estimate_at_night
from server.snippets.figures import key_figures
from server.snippets.focus import weak_keys
from server.snippets.http import endpoints
from server.snippets.recent import remember
from server.snippets.rotation import Snippet, draw, snippet
from server.snippets.seed import SeedRefused, seed_files, seed_library

__all__ = [
    "SeedRefused",
    "Snippet",
    "draw",
    "endpoints",
    "estimate_at_night",
    "key_figures",
    "remember",
    "seed_files",
    "seed_library",
    "snippet",
    "weak_keys",
]
