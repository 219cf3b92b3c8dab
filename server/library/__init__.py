"""The library of snippets: which texts it accepts, how it keeps them, and which one a game gets next."""

from server.library.answers import SnippetsQuery
from server.library.curating import Correction, correct_speeds
from server.library.cutting import Cutting
from server.library.difficulty import model_wpm
from server.library.faults import Refusal
from server.library.http import endpoints
from server.library.importing.own_found import Cut, LeftOut, OwnFile, OwnPiece, OwnText
from server.library.keeping import NotToKeep, TooFewLeft, draw_to_keep, keep, let_go, take_turn
from server.library.mending import Mend
from server.library.personal import PERSONAL_RECORDS
from server.library.problems import UNKNOWN, refusals
from server.library.reading import active, buckets, page
from server.library.recent import remember
from server.library.rotation import DENSITY, WEAK, Snippet, draw, snippet
from server.library.seed import SEED_FOLDER, SeedCounts, SeedFile, SeedRefused, seed_files, seed_library
from server.library.snippets import SnippetListed
from server.library.versions import NoSuchSnippet, content_hash, read

__all__ = [
    "DENSITY",
    "PERSONAL_RECORDS",
    "SEED_FOLDER",
    "UNKNOWN",
    "WEAK",
    "Correction",
    "Cut",
    "Cutting",
    "LeftOut",
    "Mend",
    "NoSuchSnippet",
    "NotToKeep",
    "OwnFile",
    "OwnPiece",
    "OwnText",
    "Refusal",
    "SeedCounts",
    "SeedFile",
    "SeedRefused",
    "Snippet",
    "SnippetListed",
    "SnippetsQuery",
    "TooFewLeft",
    "active",
    "buckets",
    "content_hash",
    "correct_speeds",
    "draw",
    "draw_to_keep",
    "endpoints",
    "keep",
    "let_go",
    "model_wpm",
    "page",
    "read",
    "refusals",
    "remember",
    "seed_files",
    "seed_library",
    "snippet",
    "take_turn",
]
