"""`prodev snippets activate | deactivate | rollback`: what is in the rotation, and which version is the latest."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

from server.infra.audit import at_command_line
from server.infra.cli import AsJson, CommandFailed, Stores, one_line_refusals, run
from server.infra.web import dumps
from server.library import curating, reading
from server.library.answers import BulkAnswer, Filters
from server.library.cli_options import OneId, filtered, refused_in_one_line
from server.library.snippets import SnippetOut
from server.library.versions import writing

Ids = Annotated[list[UUID] | None, typer.Argument(help="Ids of latest versions, or give filters instead.")]

commands = typer.Typer()


@commands.command()
@filtered()
def activate(*, ids: Ids = None, given: dict[str, str], as_json: AsJson = False) -> None:
    """Publish snippets: those named, or all that match the filters."""
    _set_active(ids, given, True, as_json)


@commands.command()
@filtered()
def deactivate(*, ids: Ids = None, given: dict[str, str], as_json: AsJson = False) -> None:
    """Retire snippets: those named, or all that match the filters."""
    _set_active(ids, given, False, as_json)


def _set_active(ids: list[UUID] | None, given: dict[str, str], is_active: bool, as_json: bool) -> None:
    with one_line_refusals():
        if bool(ids) == any(given.values()):  # a command without ids and filters never means the whole library
            raise CommandFailed("say which snippets, by ids or filters")
        filters = Filters.model_validate(given)

    async def work(stores: Stores) -> BulkAnswer:
        with refused_in_one_line():
            by = at_command_line(f"prodev snippets {'activate' if is_active else 'deactivate'}")
            async with writing(stores.pg, by) as connection:
                chosen = [str(one) for one in set(ids)] if ids else await reading.every_id(connection, filters)
                return BulkAnswer(len(chosen), await curating.set_active(connection, chosen, is_active, by))

    done = run(work)
    print(dumps(done).decode() if as_json else f"{done.changed} of {done.matched} snippets changed.")


@commands.command()
def rollback(snippet_id: OneId, as_json: AsJson = False) -> None:
    """Restore this version's text as a new, latest version."""

    async def work(stores: Stores) -> SnippetOut:
        with refused_in_one_line():
            by = at_command_line("prodev snippets rollback")
            async with writing(stores.pg, by) as connection:
                return await curating.roll_back(connection, str(snippet_id), by)

    latest = run(work)
    print(dumps(latest).decode() if as_json else f"Version {latest.version} is the latest: {latest.id}")
