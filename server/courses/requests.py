"""What comes in from those who write courses."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from server.courses.limits import (
    MOST_TRACKS,
    CourseTitle,
    Description,
    Hints,
    LessonMarkdown,
    MaxWrongKeys,
    MinAccuracy,
    MinNetWpm,
    Minutes,
    Points,
)
from server.infra.inputs import Body, Id, Instant, LanguageIn
from server.infra.rude_words import refuse_rude

PublicCourseTitle = Annotated[CourseTitle, AfterValidator(refuse_rude)]
Version = Annotated[int, Field(ge=1, le=1_000_000)]


class NewTrack(Body):
    """A track that players do not see yet. Its address is made from the title."""

    title: PublicCourseTitle
    language: LanguageIn
    description: Description = ""


class TrackEdit(Body):
    """What is missing stays. `is_published` shows the track to players, or hides all of it."""

    title: PublicCourseTitle | None = None
    description: Description | None = None
    is_published: bool | None = None


class NewModule(Body):
    title: PublicCourseTitle
    description: Description = ""


class ModuleEdit(Body):
    """What is missing stays."""

    title: PublicCourseTitle | None = None
    description: Description | None = None


class NewLesson(Body):
    """`text` is Markdown."""

    title: PublicCourseTitle
    text: LessonMarkdown = ""


class LessonEdit(Body):
    """What is missing stays."""

    title: PublicCourseTitle | None = None
    text: LessonMarkdown | None = None


class Preview(Body):
    """A lesson's Markdown."""

    text: LessonMarkdown


class Order(Body):
    """All that there are, in their new order."""

    ids: Annotated[list[Id], Field(max_length=MOST_TRACKS)]


class _SaysCode(Body):
    snippet_text: str | None = None
    snippet_id: Id | None = None

    @model_validator(mode="after")
    def _says_it_once(self) -> Self:
        if self.snippet_text is not None and self.snippet_id is not None:
            raise ValueError("give a text or a snippet's id, not both")
        return self

    @property
    def says_code(self) -> bool:
        return self.snippet_text is not None or self.snippet_id is not None


class _MustSayCode(_SaysCode):
    @model_validator(mode="after")
    def _says_it(self) -> Self:
        if not self.says_code:
            raise ValueError("give a text or a snippet's id")
        return self


class NewChallenge(_MustSayCode):
    """A draft. Its code is pasted as `snippet_text`, or that of a version of a snippet. Minutes, points and goals are
    suggested from the code where they are missing; a goal that is null is not asked for."""

    title: PublicCourseTitle
    minutes: Minutes | None = None
    points: Points | None = None
    min_accuracy: MinAccuracy | None = None
    min_net_wpm: MinNetWpm | None = None
    max_wrong_keys: MaxWrongKeys | None = None
    hints: Hints = Field(default_factory=list)


class ChallengeEdit(_SaysCode):
    """What is missing stays; a goal that is null is no longer asked for. `seen_updated_at` is the `updated_at` of the
    version that the edit was made from: if that has changed, this edit is refused."""

    title: PublicCourseTitle | None = None
    minutes: Minutes | None = None
    points: Points | None = None
    min_accuracy: MinAccuracy | None = None
    min_net_wpm: MinNetWpm | None = None
    max_wrong_keys: MaxWrongKeys | None = None
    hints: Hints | None = None
    seen_updated_at: Instant | None = None


class Publish(Body):
    """`version`: an earlier one; without it the draft."""

    version: Version | None = None


class Rollback(Body):
    version: Version


class Suggest(_MustSayCode):
    """Code in a language, pasted or that of a version of a snippet."""

    language: LanguageIn
