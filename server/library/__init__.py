"""The library of snippets: which texts it accepts, how it keeps them, and which one a game gets next."""

from server.library.answers import SnippetsQuery
from server.library.categories import OF_COURSES
from server.library.colouring import coloured_words
from server.library.curating import Correction, correct_speeds
from server.library.cutting import Cutting
from server.library.difficulty import model_wpm
from server.library.faults import Refusal, SnippetRefused
from server.library.http import endpoints
from server.library.importing.own_found import Cut, LeftOut, OwnFile, OwnPiece, OwnText
from server.library.keeping import NotToKeep, TooFewLeft, draw_to_keep, keep, let_go, take_turn
from server.library.mending import Mend
from server.library.parse import accepts
from server.library.personal import PERSONAL_RECORDS
from server.library.places import POST_IS_CALLED, first_version
from server.library.problems import REFUSED, UNKNOWN, refusals
from server.library.public import is_public, public_version, public_versions
from server.library.purging import purging
from server.library.reading import Votes, active, buckets, drawn_topics, page, votes_of
from server.library.recent import remember
from server.library.rotation import DENSITY, WEAK, Snippet, draw, draw_from, in_rotation, snippet
from server.library.seed import SEED_FOLDER, SeedCounts, SeedFile, SeedRefused, seed_files, seed_library
from server.library.snippets import SnippetListed
from server.library.teaching import (
    Code,
    CodeLikeness,
    NotToTeach,
    code_of,
    code_text,
    suffix_of,
    teach,
    teach_chosen,
)
from server.library.texts import SnippetTexts
from server.library.versions import NoSuchSnippet, content_hash, read

__all__ = [
    "DENSITY",
    "OF_COURSES",
    "PERSONAL_RECORDS",
    "POST_IS_CALLED",
    "REFUSED",
    "SEED_FOLDER",
    "UNKNOWN",
    "WEAK",
    "Code",
    "CodeLikeness",
    "Correction",
    "Cut",
    "Cutting",
    "LeftOut",
    "Mend",
    "NoSuchSnippet",
    "NotToKeep",
    "NotToTeach",
    "OwnFile",
    "OwnPiece",
    "OwnText",
    "Refusal",
    "SeedCounts",
    "SeedFile",
    "SeedRefused",
    "Snippet",
    "SnippetListed",
    "SnippetRefused",
    "SnippetTexts",
    "SnippetsQuery",
    "TooFewLeft",
    "Votes",
    "accepts",
    "active",
    "buckets",
    "code_of",
    "code_text",
    "coloured_words",
    "content_hash",
    "correct_speeds",
    "draw",
    "draw_from",
    "draw_to_keep",
    "drawn_topics",
    "endpoints",
    "first_version",
    "in_rotation",
    "is_public",
    "keep",
    "let_go",
    "model_wpm",
    "page",
    "public_version",
    "public_versions",
    "purging",
    "read",
    "refusals",
    "remember",
    "seed_files",
    "seed_library",
    "snippet",
    "suffix_of",
    "take_turn",
    "teach",
    "teach_chosen",
    "votes_of",
]
