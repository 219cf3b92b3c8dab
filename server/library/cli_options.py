"""What the commands of `prodev snippets` share: their filters as options, and how they say what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer
from pydantic import ValidationError

from game.terms import Difficulty, Language
from server.infra.cli import CommandFailed
from server.library.answers import Filters
from server.library.faults import LibraryRefused

Model = TypeVar("Model", bound=Filters)

OneId = Annotated[UUID, typer.Argument(help="The id of a version; `prodev snippets list` shows the latest ones.")]
LanguageOption = Annotated[str, typer.Option("--language", help=", ".join(Language).lower() + ".")]
DifficultyOption = Annotated[str, typer.Option("--difficulty", help=", ".join(Difficulty).lower() + ".")]
CategoryOption = Annotated[str, typer.Option("--category", help="Exactly this category.")]
SearchOption = Annotated[str, typer.Option("--search", help="Part of text, category or source.")]
StateOption = Annotated[str, typer.Option("--state", help="draft, published or retired.")]


def filters_of(model: type[Model], **given: Any) -> Model:
    """The filters of a command's options. Raises CommandFailed for the first that is not valid."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise CommandFailed(f"{first['loc'][0]}: {first['msg']}") from None


@contextmanager
def refused_in_one_line() -> Iterator[None]:
    """Turns what the library refuses into CommandFailed."""
    try:
        yield
    except LibraryRefused as refused:
        raise CommandFailed(str(refused)) from None
