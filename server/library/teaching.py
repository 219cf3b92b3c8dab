"""Snippets that a course teaches.

Laws:
- A course's own code is in the library as a snippet that is not in the rotation; a text that the library has already is
  not added again.
- What a challenge shows is no secret, and may not become one: a snippet that is kept for a contest is not taught, and
  what any version of a challenge teaches is kept for no contest, nor is what it has been edited into.

`teach` and `teach_chosen` need the connection of a transaction that has begun with `take_turn`.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.terms import Difficulty, Language
from server.infra.postgres import Connection
from server.library.categories import OF_COURSES
from server.library.difficulty import measure
from server.library.faults import LibraryRefused
from server.library.languages import SYNTAXES
from server.library.parse import Parsed, normalise, parse
from server.library.shingles import NearDuplicates, shingles
from server.library.versions import Content, add, content_hash

_SAME = "SELECT id, kept_for FROM code_snippets WHERE language = $1 AND content_hash = $2 AND is_latest"
_CHOSEN = "SELECT language, kept_for FROM code_snippets WHERE id = $1"
# Snippets that challenges teach, and what they have been edited into.
_TAUGHT = """
WITH RECURSIVE taught AS (
    SELECT snippet_id AS id FROM challenge_versions
    UNION SELECT s.id FROM code_snippets s JOIN taught ON s.supersedes_id = taught.id
)
SELECT id FROM taught
"""


class NotToTeach(LibraryRefused):
    """The snippet cannot be taught. `why` is one word: unknown, language, kept."""

    def __init__(self, why: str) -> None:
        super().__init__(f"this snippet cannot be taught: {why}")
        self.why = why


@dataclass(frozen=True, slots=True)
class Code:
    """A text that may be taught, and its measures. `figure` is on the scale of the difficulties, 1 to 4."""

    parsed: Parsed
    figure: float
    difficulty: Difficulty
    expected_wpm: float

    @property
    def text(self) -> str:
        return self.parsed.text

    @property
    def keys(self) -> int:
        return len(self.parsed.keys)


def code_of(language: str, text: str) -> Code:
    """Raises SnippetRefused, as for every snippet."""
    parsed = parse(language, text)
    measures = measure(parsed)
    return Code(parsed, measures.figure, measures.difficulty, measures.expected_wpm)


class CodeLikeness:
    """Finds codes that are nearly the same."""

    def __init__(self) -> None:
        self._near = NearDuplicates()

    def nearest(self, code: Code) -> tuple[str, float] | None:
        """The name of one that was added, and how alike it is, 0.5 to 1; None if none is."""
        return self._near.nearest(shingles(code.text, code.parsed.words))

    def add(self, name: str, code: Code) -> None:
        self._near.add(name, shingles(code.text, code.parsed.words))


def code_text(text: str) -> str:
    """The text of a file as the library keeps it: without its last newline."""
    return normalise(text)


def suffix_of(language: str) -> str:
    """Of a file in this language, with its dot."""
    return SYNTAXES[language].suffix


async def teach(connection: Connection, language: Language, code: Code, source: str) -> str:
    """The id of the snippet with this text, which is added if there is none. Raises NotToTeach."""
    same = await connection.fetchrow(_SAME, language, content_hash(code.text))
    if same is not None:
        if same["kept_for"] is not None:
            raise NotToTeach("kept")
        found: str = same["id"]
        return found
    content = Content(
        language=language,
        difficulty=code.difficulty,
        category=OF_COURSES,
        parsed=code.parsed,
        expected_wpm=code.expected_wpm,
        source=source,
        is_active=False,
    )
    return (await add(connection, content)).id


async def teach_chosen(connection: Connection, language: Language, snippet_id: str) -> None:
    """Whether this version of a snippet may be taught. Raises NotToTeach."""
    row = await connection.fetchrow(_CHOSEN, snippet_id)
    why = (
        "unknown"
        if row is None
        else "language"
        if row["language"] != language
        else "kept"
        if row["kept_for"] is not None
        else None
    )
    if why is not None:
        raise NotToTeach(why)


async def taught(connection: Connection) -> set[str]:
    """The snippets that no contest may keep."""
    return {row["id"] for row in await connection.fetch(_TAUGHT)}
