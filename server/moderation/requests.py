"""What comes in: the bodies, queries and paths of moderation."""

from __future__ import annotations

import enum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from game.terms import Verdict
from server.discussions import TABLES
from server.infra.inputs import Body, Id, Instant, Query, or_empty, upper, upper_or_none
from server.infra.paging import PageQuery
from server.infra.written import written
from server.moderation.kinds import KINDS


class ReportOutcome(enum.StrEnum):
    """What a moderator made of a report."""

    UPHELD = "UPHELD"
    DISMISSED = "DISMISSED"


class Cause(enum.StrEnum):
    """Why something is in the queue."""

    FLAGGED = "FLAGGED"
    REPORTED = "REPORTED"
    APPEALED = "APPEALED"
    HELD = "HELD"  # what a new account wrote that leads elsewhere


class QueueSort(enum.StrEnum):
    """What comes first in the queue: what has waited longest, or what most players have reported."""

    OLDEST = "OLDEST"
    MOST_REPORTED = "MOST_REPORTED"


def _known(value: str) -> str:
    if value not in KINDS:
        raise ValueError(f"must be one of {', '.join(KINDS)}")
    return value


def _written(value: str) -> str:
    if value not in TABLES:
        raise ValueError(f"must be {' or '.join(TABLES)}")
    return value


def _decided(value: object) -> object:
    """A verdict of a moderator, in any case."""
    for verdict in Verdict.APPROVED, Verdict.REJECTED:
        if isinstance(value, str) and value.lower() == verdict:
            return verdict
    raise ValueError(f"must be {Verdict.APPROVED} or {Verdict.REJECTED}")


Reason = Annotated[str, *written(500)]
Statement = Annotated[str, *written(2_000)]
StaffNote = Annotated[str, *written(500, may_be_empty=True)]
KindIn = Annotated[str, BeforeValidator(upper), AfterValidator(_known), WithJsonSchema({"enum": [*KINDS]})]
TextKindIn = Annotated[str, BeforeValidator(upper), AfterValidator(_written), WithJsonSchema({"enum": [*TABLES]})]
KindFilter = Annotated[
    str | None,
    BeforeValidator(upper_or_none),
    AfterValidator(lambda value: value and _known(value)),
    or_empty(*KINDS),
]
CauseFilter = Annotated[Cause | None, BeforeValidator(upper_or_none), or_empty(*Cause)]
DecidedVerdict = Annotated[
    Verdict, BeforeValidator(_decided), WithJsonSchema({"enum": [Verdict.APPROVED.value, Verdict.REJECTED.value]})
]
OutcomeIn = Annotated[ReportOutcome, BeforeValidator(upper)]


class QueueQuery(PageQuery):
    """A field left out or empty means any; without `sort` the oldest come first."""

    cause: CauseFilter = None
    kind: KindFilter = None
    sort: Annotated[QueueSort, BeforeValidator(upper)] = QueueSort.OLDEST

    def filters(self) -> tuple[Any, ...]:
        return self.cause, self.kind


class VerdictBody(Body):
    verdict: DecidedVerdict
    reason: Reason = Field(description="its player reads it")


class ReportBody(Body):
    """`id`: of a result, a snippet, a collection, a shared replay, a post or a comment; of a profile the username."""

    kind: KindIn
    id: str = Field(min_length=1, max_length=100)
    reason: Reason


class ReportPath(Query):
    """`id`: as the queue names it."""

    kind: KindIn
    id: str = Field(min_length=1, max_length=100)


class CloseBody(Body):
    outcome: OutcomeIn
    note: StaffNote = Field("", description="for the audit log alone")


class TextPath(Query):
    kind: TextKindIn
    id: Id


class TextBody(Body):
    """`edited_at`: as the queue had it, so that nobody decides about words that they have not read."""

    verdict: DecidedVerdict
    edited_at: Instant | None
    note: StaffNote = Field("", description="for the audit log alone")


class AppealBody(Body):
    text: Statement
