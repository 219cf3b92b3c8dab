"""`prodev snippets show | export | stats | activate | deactivate | rollback`: the library as the database has it.

What the endpoints of server/library/http.py and http_curating.py do, for whoever runs the server; each with `--json`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn
from uuid import UUID

import typer
from pydantic import ValidationError

from server.infra.cli import CommandFailed, Stores, one_line_faults, run
from server.infra.inputs import PageQuery
from server.infra.tables import print_table
from server.infra.web import dumps
from server.library import curating, reading
from server.library import versions as library
from server.library.answers import Answer, Filters
from server.library.exporting import ExportRefused, export_to
from server.library.faults import SnippetRefused
from server.library.versions import Duplicate, NoSuchSnippet, Superseded, writing
from server.practice import plays
from server.practice.focus_table import focus

commands = typer.Typer()
commands.command()(focus)

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
OneId = Annotated[UUID, typer.Argument(help="The id of a version; `prodev snippets list` shows the latest ones.")]
Ids = Annotated[list[UUID] | None, typer.Argument(help="Ids of latest versions; or give filters instead.")]
LanguageOption = Annotated[str, typer.Option("--language", help="python, react, javascript or typescript.")]
DifficultyOption = Annotated[str, typer.Option("--difficulty", help="easy, normal, hard or expert.")]
CategoryOption = Annotated[str, typer.Option("--category", help="Exactly this category.")]
SearchOption = Annotated[str, typer.Option("--search", help="Part of text, category or source.")]
StateOption = Annotated[str, typer.Option("--state", help="draft, published or retired.")]


def filters_of(model: type[Filters], **given: Any) -> Any:
    """The filters of a command's options. Raises CommandFailed with the first that does not fit."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise CommandFailed(f"{first['loc'][0]}: {first['msg']}") from None


@commands.command()
def show(snippet_id: OneId, as_json: AsJson = False) -> None:
    """One version of a snippet, and the versions it has."""

    async def work(stores: Stores) -> tuple[Any, Answer]:
        with _failures():
            row = await library.read(stores.pg, str(snippet_id))
            return row, await reading.versions(stores.pg, row["id"], PageQuery(page=1, per_page=100))

    row, versions = run(work)
    if as_json:
        print(dumps({**row, "versions": versions["items"]}).decode())
        return
    for name in ("language", "difficulty", "category", "state", "version", "expected_wpm", "usage_count", "source"):
        print(f"{name}: {row[name]}")
    print(f"license: {row['license']}\n\n{row['snippet_text']}\n")
    columns = ("version", "id", "state", "created_at")
    print_table(columns, [[version[column] for column in columns] for version in versions["items"]])


@commands.command()
def stats(
    snippet_id: Annotated[UUID | None, typer.Argument(help="A version's id; none for the whole library.")] = None,
    as_json: AsJson = False,
) -> None:
    """How players do on a snippet; without an id, how many there are and how often they were drawn."""

    async def work(stores: Stores) -> Any:
        with _failures():
            if snippet_id is None:
                return await reading.buckets(stores.pg)
            return await plays.stats(stores.pg, str(snippet_id))

    found = run(work)
    if as_json:
        print(dumps(found).decode())
    elif snippet_id is None:
        print_table(list(found[0]) if found else (), [list(row.values()) for row in found])
    else:
        worst = found.pop("worst_characters")
        for name, value in found.items():
            print(f"{name}: {round(value, 2) if isinstance(value, float) else value}")
        print_table(
            ("character", "due", "missed %", "ms"),
            [
                (repr(one["character"]), one["due"], round(one["missed_percentage"], 1), round(one["mean_ms"] or 0))
                for one in worst
            ],
        )


@commands.command()
def export(
    *,
    folder: Annotated[Path | None, typer.Argument(help="An empty or new folder; none with --json.")] = None,
    language: LanguageOption = "",
    difficulty: DifficultyOption = "",
    category: CategoryOption = "",
    search: SearchOption = "",
    state: StateOption = "published",
    as_json: AsJson = False,
) -> None:
    """Write snippets as source files, laid out as seed/snippets is; or print them as one JSON array."""
    with one_line_faults():
        if (folder is None) != as_json:
            raise CommandFailed("give a folder to write to, or --json to print")
        given = {"language": language, "difficulty": difficulty, "category": category, "q": search, "state": state}
        filters: Filters = filters_of(Filters, **given)
    rows = run(lambda stores: reading.every_one(stores.pg, filters))
    if folder is None:
        print(dumps(rows).decode())
        return
    with one_line_faults():
        try:
            export_to(folder, rows)
        except ExportRefused as refused:
            raise CommandFailed(str(refused)) from None
    print(f"{len(rows)} snippets written to {folder}.")


@commands.command()
def activate(
    *,
    ids: Ids = None,
    language: LanguageOption = "",
    difficulty: DifficultyOption = "",
    category: CategoryOption = "",
    search: SearchOption = "",
    state: StateOption = "",
    as_json: AsJson = False,
) -> None:
    """Bring snippets into the rotation: those named, or all that the filters let through."""
    filters = {"language": language, "difficulty": difficulty, "category": category, "q": search, "state": state}
    _set_active(ids, filters, True, as_json)


@commands.command()
def deactivate(
    *,
    ids: Ids = None,
    language: LanguageOption = "",
    difficulty: DifficultyOption = "",
    category: CategoryOption = "",
    search: SearchOption = "",
    state: StateOption = "",
    as_json: AsJson = False,
) -> None:
    """Take snippets out of the rotation: those named, or all that the filters let through."""
    filters = {"language": language, "difficulty": difficulty, "category": category, "q": search, "state": state}
    _set_active(ids, filters, False, as_json)


def _set_active(ids: list[UUID] | None, given: dict[str, str], is_active: bool, as_json: bool) -> None:
    with one_line_faults():
        if bool(ids) == any(given.values()):  # the whole library is never meant by saying nothing
            raise CommandFailed("say which snippets: ids, or filters")
        filters: Filters = filters_of(Filters, **given)

    async def work(stores: Stores) -> Answer:
        with _failures():
            async with writing(stores.pg) as connection:
                chosen = [str(one) for one in set(ids)] if ids else await reading.every_id(connection, filters)
                return {
                    "matched": len(chosen),
                    "changed": await curating.set_active(connection, chosen, is_active),
                }

    done = run(work)
    print(dumps(done).decode() if as_json else f"{done['changed']} of {done['matched']} snippets changed.")


@commands.command()
def rollback(snippet_id: OneId, as_json: AsJson = False) -> None:
    """Make this version's text the latest again, as a version of its own."""
    row = run(_rolled_back(str(snippet_id)))
    print(dumps(row).decode() if as_json else f"Version {row['version']} is the latest: {row['id']}")


def _rolled_back(snippet_id: str) -> Callable[[Stores], Awaitable[Any]]:
    async def work(stores: Stores) -> Any:
        with _failures():
            async with writing(stores.pg) as connection:
                return await curating.roll_back(connection, snippet_id)

    return work


@contextmanager
def _failures() -> Iterator[None]:
    """What the library refuses, as one line."""
    try:
        yield
    except (NoSuchSnippet, Superseded, Duplicate, SnippetRefused) as refused:
        _fail(refused)


def _fail(refused: Exception) -> NoReturn:
    match refused:
        case NoSuchSnippet():
            line = f"there is no snippet {refused}"
        case Superseded():
            line = f"this version has been superseded; the latest is {refused.latest_id}"
        case Duplicate():
            line = f"snippet {refused.snippet_id} has the same text"
        case _:
            line = str(refused)
    raise CommandFailed(line) from None
