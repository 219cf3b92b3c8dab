"""What counts as "PostgreSQL is away": every operating fault, and no bug of ours.

Law: this list is the only one. Code that catches POSTGRES_AWAY keeps what it has and tries again, or tells its caller
to. Any other error is a bug in this program, and trying again does not help.

Absent on purpose: asyncpg.InterfaceError. It means that a connection is closed, but also that an argument does not fit.
The pool (postgres_pool) tells the two apart, and raises ConnectionDoesNotExistError for the first.
"""

from __future__ import annotations

import time

import asyncpg
import structlog

from server.infra.seldom import Seldom

log = structlog.get_logger(__name__)

# Use it as `except POSTGRES_AWAY:`.
POSTGRES_AWAY: tuple[type[BaseException], ...] = (
    asyncpg.PostgresConnectionError,  # class 08, and a connection that broke
    asyncpg.InsufficientResourcesError,  # class 53: a full disk, no memory, too many connections
    asyncpg.OperatorInterventionError,  # class 57: shutting down, starting, recovering, a statement cancelled
    asyncpg.PostgresSystemError,  # class 58: a disk that fails
    asyncpg.InternalServerError,  # class XX: PostgreSQL's own faults, damaged pages among them
    asyncpg.ReadOnlySQLTransactionError,  # a standby, or a primary that was made read-only
    asyncpg.TargetServerAttributeNotMatched,  # no server of the URL is writable at the moment
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TransactionTimeoutError,
    asyncpg.LockNotAvailableError,  # lock_timeout, where the operator set one
    asyncpg.InvalidAuthorizationSpecificationError,  # class 28: the password was changed, or access withdrawn
    asyncpg.InvalidCatalogNameError,  # the database is being restored
    asyncpg.UndefinedTableError,  # likewise, its tables: each statement is tried by a test on tables that are there
    asyncpg.InvalidCachedStatementError,  # they were put back
    asyncpg.OutdatedSchemaCacheError,  # likewise
    OSError,
    TimeoutError,
)

# After one of these the connection is of no more use, nor are the others: another server may be the primary now, or
# other tables be in the place of those that they know.
_MOVED: tuple[type[BaseException], ...] = (
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.UndefinedTableError,  # what it knows of tables and their types will not hold
    asyncpg.InvalidCachedStatementError,
    asyncpg.OutdatedSchemaCacheError,
)
_missing = Seldom()
_UNKNOWN_TYPE = "cache lookup failed"  # PostgreSQL translates no error of this kind


def has_moved(error: BaseException | None) -> bool:
    """Whether other connections than those that are open are needed."""
    return isinstance(error, _MOVED) or (
        isinstance(error, asyncpg.InternalServerError) and str(error).startswith(_UNKNOWN_TYPE)
    )


def tell_missing(error: BaseException | None) -> None:
    """A table that is not there comes back with a restore; one whose name is wrong never does, and must be seen."""
    if isinstance(error, asyncpg.UndefinedTableError):
        others = _missing.unsaid(str(error), time.monotonic())
        if others is not None:
            log.error("postgres_lacks_table", error=str(error), others=others)
