"""`prodev users`: accounts from the command line, for those who run the server.

Law: the rules are those of HTTP (names, passwords, an admin is always left), except that registration may be closed.
"""

from __future__ import annotations

import contextlib
import secrets
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Annotated, TypeVar

import asyncpg
import typer
from pydantic import TypeAdapter, ValidationError

from game.terms import Role
from server.infra.audit import Actor, Deed, at_command_line, record
from server.infra.cli import CommandFailed, Stores, one_line_refusals, run
from server.infra.names import LONGEST, SHORTEST
from server.infra.tables import counted, print_folded
from server.infra.web import dumps, rfc3339
from server.leaderboards import Boards
from server.people import admins
from server.people.accounts import Accounts
from server.people.deletion import delete_bots, delete_user
from server.people.personal import everything_kept
from server.people.registration import insert_user, refuse_taken, taken_by
from server.people.requests import AdminUserBody, RegisterBody, UsersQuery
from server.play import renew_tokens, tell_servers
from server.sign_in import NewPassword, SignIn, User, generate_password

app = typer.Typer(help="Create and manage accounts.", no_args_is_help=True)

Answer = TypeVar("Answer")

Password = Annotated[str | None, typer.Option(help="Visible to other users of this machine; omit it to be asked.")]
Generate = Annotated[bool, typer.Option("--generate", help="Generate a password and print it.")]
Login = Annotated[str, typer.Argument(help="Username or email.")]
Logins = Annotated[list[str], typer.Argument(help="Usernames or emails.")]


@app.command()
def create(
    *,
    username: Annotated[str, typer.Option(prompt=True, help=f"{SHORTEST} to {LONGEST} letters, digits and _.")],
    email: Annotated[str | None, typer.Option(help="To sign in with as well; nothing is sent to it.")] = None,
    role: Annotated[str, typer.Option(help="player, moderator or admin.")] = "player",
    display_name: Annotated[str | None, typer.Option(help="Defaults to the username.")] = None,
    password: Password = None,
    generate: Generate = False,
) -> None:
    """Create an account, even when registration is closed."""
    with one_line_refusals():
        wanted_role = _role(role)
        chosen = _password(password, generate)
        body = RegisterBody(username=username, email=email, password=chosen, display_name=display_name)

    async def work(accounts: Accounts) -> User:
        await refuse_taken(accounts, body.username, body.email)
        password_hash = await accounts.sign_in.passwords.hash(body.password)
        try:
            async with accounts.pg.acquire() as connection, connection.transaction():
                user = await insert_user(connection, body, password_hash, wanted_role)
                values = {"username": user.username, "display_name": user.display_name, "role": user.role}
                await record(connection, _by("create"), Deed("user", user.id, "create", new=values))
                return user
        except asyncpg.UniqueViolationError as error:
            raise taken_by(error) from None

    user = _run(work)
    print(f"Created {user.username} ({user.role}), id {user.id}.")
    _tell(chosen, generate)


@app.command("list")
def list_users(
    search: Annotated[str, typer.Option(help="Part of a username, display name or email.")] = "",
    role: Annotated[str | None, typer.Option(help="player, moderator or admin.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many to list, newest first.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON list.")] = False,
) -> None:
    """List accounts, guests included."""
    with one_line_refusals():
        if role:
            _role(role)
        query = UsersQuery.model_validate({"search": search, "role": role or "", "per_page": limit})
    page = _run(lambda accounts: admins.users(accounts, query))
    if as_json:
        print(dumps(page.items).decode())
        return
    columns = ("username", "display name", "email", "role", "state", "since")
    print_folded(columns, [_cells(user) for user in page.items])
    if page.total > len(page.items):
        print(f"{len(page.items)} of {page.total} accounts. Narrow the list with --search or --role.")


def _cells(user: User) -> Sequence[str]:
    state = "guest" if user.is_guest else "active" if user.is_active else "disabled"
    state += ", robot" if user.is_bot else ""
    return user.username, user.display_name, user.email or "", user.role, state, rfc3339(user.created_at)[:10]


@app.command()
def set_role(login: Login, role: Annotated[str, typer.Argument(help="player, moderator or admin.")]) -> None:
    """Make an account a player, a moderator or an admin."""
    with one_line_refusals():
        body = AdminUserBody(role=_role(role))
    user = _run(lambda accounts: _change(accounts, login, body, _by("set-role")))
    print(f"{user.username} is now {user.role}.")


@app.command()
def reset_password(login: Login, password: Password = None, generate: Generate = False) -> None:
    """Set a new password and sign the account out everywhere."""
    with one_line_refusals():
        chosen = _password(password, generate)
        body = AdminUserBody(password=chosen)
    user = _run(lambda accounts: _change(accounts, login, body, _by("reset-password")))
    print(f"{user.username} has a new password and is signed out everywhere.")
    _tell(chosen, generate)


@app.command()
def disable(logins: Logins) -> None:
    """Sign accounts out and keep them out; they leave the boards until they are enabled again."""
    _set_active(logins, is_active=False)


@app.command()
def enable(logins: Logins) -> None:
    """Let disabled accounts sign in again, and put their games back on the boards."""
    _set_active(logins, is_active=True)


@app.command()
def rename(
    login: Login,
    *,
    username: Annotated[str | None, typer.Option(help="What the account signs in with.")] = None,
    display_name: Annotated[str | None, typer.Option(help="What others see.")] = None,
) -> None:
    """Give an account another username, another display name, or both."""
    with one_line_refusals():
        if not (username or display_name):
            raise CommandFailed("give --username, --display-name or both")
        body = AdminUserBody(username=username, display_name=display_name)
    user = _run(lambda accounts: _change(accounts, login, body, _by("rename")))
    print(f"{login} is now {user.username} ({user.display_name}).")


@app.command()
def delete(logins: Logins, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete accounts for good, with all that is kept about them. Their results stay, without a name."""

    async def find(accounts: Accounts) -> list[str]:
        return [await _user_id(accounts, login) for login in logins]

    async def work(accounts: Accounts) -> int:
        return sum([await delete_user(accounts, user_id, _by("delete")) for user_id in user_ids])

    user_ids = _run(find)
    if not yes:
        typer.confirm(f"Delete {', '.join(logins)} for good?", abort=True)
    print(f"{counted(_run(work), 'account')} deleted.")


def _set_active(logins: list[str], *, is_active: bool) -> None:
    body = AdminUserBody(is_active=is_active)
    by = _by("enable" if is_active else "disable")

    async def work(accounts: Accounts) -> list[User]:
        return [await _change(accounts, login, body, by) for login in logins]

    for user in _run(work):
        print(f"{user.username} is {'enabled' if is_active else 'disabled'}.")


@app.command()
def mark_bot(logins: Logins) -> None:
    """Mark accounts as robots, which do not appear on boards."""
    _mark(logins, is_bot=True)


@app.command()
def unmark_bot(logins: Logins) -> None:
    """Mark accounts as people again and put all their games back on the boards."""
    _mark(logins, is_bot=False)


@app.command()
def remove_bots(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
) -> None:
    """Delete the accounts marked as robots."""
    query = UsersQuery.model_validate({"is_bot": "true"})
    count = _run(lambda accounts: admins.users(accounts, query)).total
    if count and not yes:
        typer.confirm(f"Delete {counted(count, 'account')} for good?", abort=True)
    deleted = _run(lambda accounts: delete_bots(accounts, _by("remove-bots"))) if count else 0
    print(f"{counted(deleted, 'account')} deleted.")


def _mark(logins: list[str], *, is_bot: bool) -> None:
    body = AdminUserBody(is_bot=is_bot)
    by = _by("mark-bot" if is_bot else "unmark-bot")

    async def work(accounts: Accounts) -> list[User]:
        return [await _change(accounts, login, body, by) for login in logins]

    for user in _run(work):
        print(f"{user.username} is {'marked' if is_bot else 'not marked'} as a robot.")


def _by(command: str) -> Actor:
    return at_command_line(f"prodev users {command}")


async def _change(accounts: Accounts, login: str, body: AdminUserBody, by: Actor) -> User:
    return await admins.change_user(accounts, await _user_id(accounts, login), body, by)


async def _user_id(accounts: Accounts, login: str) -> str:
    user_id: str | None = await accounts.pg.fetchval(
        "SELECT id FROM users WHERE (lower(username) = lower($1) OR lower(email) = lower($1)) AND deleted_at IS NULL",
        login,
    )
    if user_id is None:
        raise CommandFailed(f"there is no account {login}")
    return user_id


def _run(work: Callable[[Accounts], Awaitable[Answer]]) -> Answer:
    async def with_accounts(stores: Stores) -> Answer:
        async with accounts_over(stores) as accounts:
            with one_line_refusals():
                return await work(accounts)

    return run(with_accounts)


@contextlib.asynccontextmanager
async def accounts_over(stores: Stores) -> AsyncIterator[Accounts]:
    """Accounts for the time of a command."""
    # No token is signed here, so the server's key is neither needed nor created.
    sign_in = SignIn(
        stores.pg,
        stores.settings,
        key=secrets.token_hex(32),
        ends_too=renew_tokens,
        on_all_ended=lambda user_id: tell_servers(stores.redis, stores.settings.redis_prefix, user_id),
    )
    boards = Boards(stores.pg, stores.redis, stores.settings)
    try:
        yield Accounts(
            sign_in,
            stores.redis,
            records=everything_kept(),
            on_judged=boards.judge_user,
            on_deleted=boards.remove_user,
            on_renamed=boards.rename_user,
        )
    finally:
        await boards.close()
        sign_in.close()


def _role(text: str) -> Role:
    try:
        return Role(text.upper())
    except ValueError:
        raise CommandFailed(f"role: {text} is not player, moderator or admin") from None


def _password(given: str | None, generate: bool) -> str:
    """The password that was given, generated or asked for. Raises CommandFailed for one that breaks the rules."""
    if given is not None and generate:
        raise CommandFailed("give --password or --generate, not both")
    if generate:
        return generate_password()
    if given is None:
        given = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    try:
        return TypeAdapter[str](NewPassword).validate_python(given)
    except ValidationError as error:
        raise CommandFailed(f"password: {error.errors()[0]['msg']}") from None


def _tell(password: str, generated: bool) -> None:
    if generated:
        print(f"Password: {password}")
        sys.stdout.flush()
