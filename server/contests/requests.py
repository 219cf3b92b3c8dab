"""What comes in: the bodies, queries and paths of contests' endpoints."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from game.terms import ContestState, Difficulty
from server.infra.inputs import Body, DifficultyIn, Id, Instant, LanguageIn, or_empty, upper_or_none
from server.infra.names import PublicTitle
from server.infra.paging import PageQuery
from server.infra.written import written

MOST_WAVES = 10
SHORTEST_S, LONGEST_S = 60, 14 * 24 * 3600

Description = Annotated[str, *written(4_000, may_be_empty=True)]
Duration = Annotated[int, Field(ge=SHORTEST_S, le=LONGEST_S)]
Waves = Annotated[int, Field(ge=1, le=MOST_WAVES)]
Snippets = Annotated[list[Id], Field(min_length=1, max_length=MOST_WAVES)]
StateFilter = Annotated[ContestState | None, BeforeValidator(upper_or_none), or_empty(*ContestState)]


def _one_of_two(waves: int | None, snippets: list[str] | None) -> None:
    if waves is not None and snippets is not None:
        raise ValueError("say how many waves, or which snippets")


class NewContest(Body):
    """Without `starts_at` it begins at once. `snippets` are versions in the order in which they are played; without
    them so many `waves` are drawn, 3 if that is not said either. `group` is the slug of the group whose members alone
    see it; without one it is public, and moves ratings."""

    title: PublicTitle
    description: Description = ""
    language: LanguageIn
    difficulty: DifficultyIn = Difficulty.NORMAL
    starts_at: Instant | None = None
    duration_s: Duration
    waves: Waves | None = None
    snippets: Snippets | None = None
    group: Annotated[str, Field(min_length=1, max_length=60)] | None = None

    @model_validator(mode="after")
    def _says_once(self) -> Self:
        _one_of_two(self.waves, self.snippets)
        return self


class ContestEdit(Body):
    """What is missing stays. Another language or difficulty draws the waves anew, unless `snippets` names them; so do
    `waves`, even as many as before."""

    title: PublicTitle | None = None
    description: Description | None = None
    language: LanguageIn | None = None
    difficulty: DifficultyIn | None = None
    starts_at: Instant | None = None
    duration_s: Duration | None = None
    waves: Waves | None = None
    snippets: Snippets | None = None

    @model_validator(mode="after")
    def _says_once(self) -> Self:
        _one_of_two(self.waves, self.snippets)
        return self


class ContestsQuery(PageQuery):
    """RUNNING has those that are CLOSING, too. `group`: of that group alone."""

    state: StateFilter = None
    group: Annotated[str, Field(max_length=60)] = ""
