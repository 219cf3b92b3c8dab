"""Tables that a command writes into a page of the docs, and holds that page to afterwards."""

from __future__ import annotations

from pathlib import Path

from server.infra.cli import CommandFailed


def put_table(command: str, table: str, *, write: Path | None, compare: Path | None) -> None:
    """Between the marks of `command`, write `table` into one page and compare another with it. Raises CommandFailed."""
    if write:
        write.write_text(_with_table(command, write, table))
    if compare and _with_table(command, compare, table) != _read(compare):
        raise CommandFailed(f"{compare} holds another table; write it again with --markdown {compare}")


def _with_table(command: str, path: Path, table: str) -> str:
    begin, end = f"<!-- {command} writes from here -->", "<!-- to here -->"
    before, begun, rest = _read(path).partition(begin)
    _, ended, after = rest.partition(end)
    if not begun or not ended:
        raise CommandFailed(f"{path} has no place for the table: {begin} and {end} are missing")
    return f"{before}{begin}\n\n{table}\n\n{end}{after}"


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeError) as error:
        raise CommandFailed(f"{path}: {getattr(error, 'strerror', None) or 'no text in UTF-8'}") from None
