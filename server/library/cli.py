"""`prodev snippets list | show | export` and the commands beside them: the library from the command line.

The commands do what the endpoints of this folder do, for the person who runs the server.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import typer

from server.infra.cli import AsJson, CommandFailed, Stores, one_line_faults, one_line_refusals, run
from server.infra.paging import Page, PageQuery
from server.infra.tables import counted, print_table
from server.infra.web import dumps
from server.library import cli_curating, reading
from server.library import versions as library
from server.library.answers import Filters, SnippetsQuery
from server.library.checking_cli import check
from server.library.cli_options import OneId, filtered, refused_in_one_line
from server.library.exporting import ExportRefused, export_to
from server.library.importing.cli import import_snippets
from server.library.snippets import SnippetListed, SnippetOut

VERSIONS_SHOWN = 100

commands = typer.Typer()
commands.command("check")(check)
commands.command("import")(import_snippets)
commands.add_typer(cli_curating.commands)


@commands.command("list")
@filtered()
def list_snippets(
    *,
    given: dict[str, Any],
    inactive: Annotated[bool, typer.Option("--inactive", help="List those outside the rotation instead.")] = False,
    page: Annotated[int, typer.Option(min=1, help="Page of a hundred, newest first.")] = 1,
    as_json: AsJson = False,
) -> None:
    """List the snippets in the rotation, or those in a given state."""
    if not given["state"]:
        given = given | {"is_active": not inactive}
    with one_line_refusals():
        query = SnippetsQuery.model_validate({**given, "page": page, "per_page": 100})
    found = run(lambda stores: reading.page(stores.pg, query))
    if as_json:
        print(dumps(found.items).decode())
        return
    print_table(
        ("id", "snippet", "state", "words", "wpm", "used"),
        [
            (
                one.id,
                f"{one.language} {one.difficulty} {one.category}",
                *(one.state, one.token_count, one.expected_wpm, one.usage_count),
            )
            for one in found.items
        ],
    )
    print(f"{len(found.items)} of {found.total} snippets.")


@commands.command()
def show(snippet_id: OneId, as_json: AsJson = False) -> None:
    """Show one version of a snippet, and list all of its versions."""

    async def work(stores: Stores) -> tuple[SnippetOut, Page[SnippetListed]]:
        with refused_in_one_line():
            one = await library.read(stores.pg, str(snippet_id))
            return one, await reading.versions(stores.pg, one.id, PageQuery(page=1, per_page=VERSIONS_SHOWN))

    one, versions = run(work)
    if as_json:
        print(dumps({**dataclasses.asdict(one), "versions": versions.items}).decode())
        return
    for name in ("language", "difficulty", "category", "state", "version", "expected_wpm", "usage_count", "source"):
        print(f"{name}: {getattr(one, name)}")
    print(f"license: {one.license}\n\n{one.snippet_text}\n")
    print_table(
        ("version", "id", "state", "created_at"),
        [(version.version, version.id, version.state, version.created_at) for version in versions.items],
    )


@commands.command()
@filtered(state="published")
def export(
    *,
    folder: Annotated[Path | None, typer.Argument(help="A new or empty folder; omit it with --json.")] = None,
    given: dict[str, str],
    as_json: AsJson = False,
) -> None:
    """Export snippets as source files laid out like seed/snippets, or print them as one JSON array."""
    with one_line_refusals():
        if (folder is None) != as_json:
            raise CommandFailed("give a folder to write to, or --json to print")
        filters = Filters.model_validate(given)
    found = run(lambda stores: reading.every_one(stores.pg, filters))
    if folder is None:
        print(dumps(found).decode())
        return
    with one_line_faults():
        try:
            export_to(folder, found)
        except ExportRefused as refused:
            raise CommandFailed(str(refused)) from None
    print(f"{counted(len(found), 'snippet')} written to {folder}.")
