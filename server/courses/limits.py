"""What a course may say, wherever it comes from: files and admins alike."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from server.infra.names import Title, has_visible, visible

MOST_TRACKS, MOST_MODULES, MOST_LESSONS, MOST_CHALLENGES = 100, 30, 30, 50  # in all, and in each of the level above
MOST_HINTS = 10


def _none_of_blanks(text: str) -> str:
    """A text in which there is nothing to see says nothing: Braille has a blank that counts as a letter."""
    return text if has_visible(text) else ""


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise PydanticCustomError("not_printable", "must be one line of visible characters")
    return text


def _readable(text: str) -> str:
    if any(not (c.isprintable() or c == "\n") for c in text):
        raise PydanticCustomError("not_printable", "must contain visible characters and line breaks only")
    return text


CourseTitle = Title
Description = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=2_000),
    AfterValidator(_one_line),
    AfterValidator(_none_of_blanks),
]
LessonMarkdown = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=5_000),
    AfterValidator(_readable),
    AfterValidator(_none_of_blanks),
]
Hint = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(_one_line),
    AfterValidator(visible),
]
Hints = Annotated[list[Hint], Field(max_length=MOST_HINTS)]
Minutes = Annotated[int, Field(ge=1, le=60)]
Points = Annotated[int, Field(ge=0, le=100)]
MinAccuracy = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
MinNetWpm = Annotated[float, Field(ge=1, le=300, allow_inf_nan=False)]
MaxWrongKeys = Annotated[int, Field(ge=0, le=1_000)]
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
Slug = Annotated[str, Field(max_length=60, pattern=f"^{SLUG}$")]
