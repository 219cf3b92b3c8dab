"""What the commands of `prodev snippets` share: their filters as options, and how they say what is refused."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Annotated, Any
from uuid import UUID

import typer

from game.terms import Difficulty, Language
from server.infra.cli import CommandFailed
from server.library.faults import LibraryRefused

OneId = Annotated[UUID, typer.Argument(help="The id of a version; `prodev snippets list` shows the latest ones.")]

# By the field of `Filters` that each of them fills.
OPTIONS: Mapping[str, Any] = {
    "language": typer.Option("--language", help=", ".join(Language).lower() + "."),
    "difficulty": typer.Option("--difficulty", help=", ".join(Difficulty).lower() + "."),
    "category": typer.Option("--category", help="Exactly this category."),
    "q": typer.Option("--search", help="Part of text, category or source."),
    "state": typer.Option("--state", help="draft, published or retired."),
}


def filtered(**defaults: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the filters as options, in the place of its parameter `given`, a dictionary of what was given.

    typer takes a command's options from its signature, so that of the command is written here.
    """
    options = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=defaults.get(name, ""), annotation=Annotated[str, option]
        )
        for name, option in OPTIONS.items()
    ]

    def of(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def call(**said: Any) -> None:
            command(given={name: said.pop(name) for name in OPTIONS}, **said)

        signature = inspect.signature(command, eval_str=True)
        parameters: list[inspect.Parameter] = []
        for one in signature.parameters.values():
            parameters += options if one.name == "given" else [one]
        call.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined] # read by inspect
        call.__annotations__ = {one.name: one.annotation for one in parameters}
        return call

    return of


@contextmanager
def refused_in_one_line() -> Iterator[None]:
    """Turns what the library refuses into CommandFailed."""
    try:
        yield
    except LibraryRefused as refused:
        raise CommandFailed(str(refused)) from None
