"""`prodev groups`: groups from the command line, for those who run the server.

Law: the rules are those of HTTP, and whatever is done to a group is done as its owner.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from server.groups import groups, members
from server.groups.operator import GroupRow, as_account, as_owner, at_the_command_line, every_group, member_called
from server.groups.pupil_accounts import PupilAccounts
from server.groups.requests import NewGroup, Pupils
from server.groups.results_csv import results_csv
from server.groups.rows import Group, GroupMember, Pupil
from server.infra.cli import AsJson, CommandFailed, Stores, one_line_refusals, run
from server.infra.names import LONGEST, SHORTEST
from server.infra.paging import PageQuery
from server.infra.postgres import Pool
from server.infra.tables import print_folded
from server.infra.web import Problem, dumps, rfc3339

Answer = TypeVar("Answer")
OpenAccounts = Callable[[Stores], AbstractAsyncContextManager[PupilAccounts]]

_LISTED = 100
_SHAPE = f"a username has {SHORTEST} to {LONGEST} letters, digits or underscores"

Slug = Annotated[str, typer.Argument(metavar="GROUP", help="The last part of the group's address.")]


def commands(open_accounts: OpenAccounts) -> typer.Typer:
    """`open_accounts` is what groups need of accounts, over the stores of a command."""
    app = typer.Typer(help="Create and manage groups.", no_args_is_help=True)
    _looking(app)
    _changing(app, open_accounts)
    return app


def _looking(app: typer.Typer) -> None:
    @app.command("list")
    def list_groups(as_json: AsJson = False) -> None:
        """List the newest groups."""
        found, total = _run(lambda stores: every_group(stores.pg, _LISTED))
        if as_json:
            print(dumps(found).decode())
            return
        print_folded(("group", "name", "owner", "members", "join", "since"), [_cells(row) for row in found])
        if total > len(found):
            print(f"{len(found)} of {total} groups.")

    @app.command("members")
    def list_members(slug: Slug, as_json: AsJson = False) -> None:
        """List a group's members."""
        found = _run(lambda stores: _everybody(stores.pg, slug))
        if as_json:
            print(dumps(found).decode())
            return
        columns = ("username", "display name", "nickname", "role", "account", "now")
        print_folded(columns, [_member_cells(member) for member in found])

    @app.command()
    def export(
        slug: Slug,
        to: Annotated[Path | None, typer.Option(help="File to write to; standard output by default.")] = None,
    ) -> None:
        """Export what members have played since they joined, as CSV."""

        async def work(stores: Stores) -> bytes:
            pieces = await results_csv(stores.pg, slug, await as_owner(stores.pg, slug))
            return await _joined(pieces)

        table = _run(work)
        if to is None:
            sys.stdout.buffer.write(table)
            sys.stdout.flush()
        else:
            with one_line_refusals():
                _write(to, table)


def _changing(app: typer.Typer, open_accounts: OpenAccounts) -> None:
    @app.command()
    def create(
        name: Annotated[str, typer.Argument(help="For example the name of the class.")],
        owner: Annotated[str, typer.Option(help="Username or email of its owner.")],
        join: Annotated[str, typer.Option(help="Who can join by themselves: code, open or closed.")] = "code",
    ) -> None:
        """Create a group."""
        with one_line_refusals():
            body = NewGroup.model_validate_json(dumps({"name": name, "join": join}))

        async def work(stores: Stores) -> Group:
            by = at_the_command_line(await as_account(stores.pg, owner), "create")
            return await groups.create(stores.pg, by, body.name, body.join)

        made = _run(work)
        print(f"Created {made.slug}, at /groups/{made.slug}. Its code is {made.invite_code}.")

    @app.command()
    def add_pupils(
        slug: Slug,
        file: Annotated[Path, typer.Argument(help="Usernames, one per line; - for standard input.")],
        as_json: AsJson = False,
    ) -> None:
        """Create accounts for a class and print their passwords, which are shown only once."""
        with one_line_refusals():
            lines = _lines(file)
            with _at_lines([number for number, _ in lines]):
                body = Pupils.model_validate({"usernames": [name for _, name in lines]})

        async def work(stores: Stores) -> list[Pupil]:
            by = at_the_command_line(await as_owner(stores.pg, slug), "add-pupils")
            async with open_accounts(stores) as managed:
                with _at_lines([number for number, _ in lines]):
                    return await members.add_pupils(stores.pg, managed, slug, by, body.usernames)

        _print_sheet(_run(work), as_json)

    @app.command()
    def reset_password(
        slug: Slug, username: Annotated[str, typer.Argument(help="Username of an account created for the group.")]
    ) -> None:
        """Give a pupil a new password for the next sign-in, and sign them out everywhere."""

        async def work(stores: Stores) -> Pupil:
            by = at_the_command_line(await as_owner(stores.pg, slug), "reset-password")
            user_id = await member_called(stores.pg, slug, username)
            async with open_accounts(stores) as managed:
                return await members.reset_password(stores.pg, managed, slug, by, user_id)

        _print_sheet([_run(work)], as_json=False)


def _run(work: Callable[[Stores], Awaitable[Answer]]) -> Answer:
    async def in_one_line(stores: Stores) -> Answer:
        with one_line_refusals():
            return await work(stores)

    return run(in_one_line)


# ---------------------------------------------------------------- reading


async def _everybody(pg: Pool, slug: str) -> list[GroupMember]:
    owner = await as_owner(pg, slug)
    found: list[GroupMember] = []
    for number in range(1, groups.MEMBERS_LIMIT // _LISTED + 1):
        page = await members.members(pg, slug, owner, PageQuery(page=number, per_page=_LISTED))
        found += page.items
        if len(found) >= page.total:
            break
    return found


async def _joined(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


def _lines(file: Path) -> list[tuple[int, str]]:
    """The names of a list with the numbers of their lines. Raises CommandFailed."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandFailed(f"{file} cannot be read: {error}") from None
    return [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _fault(error: ErrorDetails) -> str:
    return f"{error['input']} {error['msg']}" if error["type"] == "rude" else _SHAPE


@contextlib.contextmanager
def _at_lines(numbers: Sequence[int]) -> Iterator[None]:
    """Faults of names are told by the lines that they stand in. Raises CommandFailed."""
    try:
        yield
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
        at = [(int(one["loc"][1]), _fault(one)) for one in found if len(one["loc"]) > 1]
        if not at:
            raise
    except Problem as problem:
        at = [(int(one["pointer"].rpartition("/")[2]), one["detail"]) for one in problem.errors]
        if not at:
            raise
    else:
        return
    told = "; ".join(f"line {numbers[index]}: {detail}" for index, detail in at)
    raise CommandFailed(f"no accounts were created: {told}")


# ---------------------------------------------------------------- printing


def _cells(row: GroupRow) -> Sequence[str]:
    return row.slug, row.name, row.owner, str(row.members), row.join, rfc3339(row.created_at)[:10]


def _member_cells(member: GroupMember) -> Sequence[str]:
    account = "group's" if member.is_managed else "own"
    now = "playing" if member.playing else "has not signed in yet" if member.signed_in is False else ""
    return member.username, member.display_name, member.nickname or "", member.role, account, now


def _print_sheet(pupils: Sequence[Pupil], as_json: bool) -> None:
    if as_json:
        print(dumps(pupils).decode())
        return
    width = max(len(pupil.username) for pupil in pupils)
    for pupil in pupils:
        print(f"{pupil.username:{width}}  {pupil.password}")
    sys.stdout.flush()


def _write(to: Path, table: bytes) -> None:
    try:
        to.write_bytes(table)
    except OSError as error:
        raise CommandFailed(f"{to} cannot be written: {error}") from None
    print(f"Written to {to}.")
