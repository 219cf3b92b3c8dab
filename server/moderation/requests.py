"""What comes in: the bodies, queries and paths of moderation."""

from __future__ import annotations

import enum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from game.terms import Verdict
from server.infra.inputs import Body, Query, or_empty, upper, upper_or_none
from server.infra.paging import PageQuery
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


def _known(value: str) -> str:
    if value not in KINDS:
        raise ValueError(f"must be one of {', '.join(KINDS)}")
    return value


def _decided(value: object) -> object:
    """A verdict of a moderator, in any case."""
    for verdict in Verdict.APPROVED, Verdict.REJECTED:
        if isinstance(value, str) and value.lower() == verdict:
            return verdict
    raise ValueError(f"must be {Verdict.APPROVED} or {Verdict.REJECTED}")


Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Statement = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
KindIn = Annotated[str, BeforeValidator(upper), AfterValidator(_known), WithJsonSchema({"enum": [*KINDS]})]
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
    """A field left out or empty means any."""

    cause: CauseFilter = None
    kind: KindFilter = None

    def filters(self) -> tuple[Any, ...]:
        return self.cause, self.kind


class VerdictBody(Body):
    verdict: DecidedVerdict
    reason: Reason = Field(description="its player reads it")


class ReportBody(Body):
    """`id`: of a result, a snippet or a collection; of a profile the username."""

    kind: KindIn
    id: str = Field(min_length=1, max_length=100)
    reason: Reason


class ReportPath(Query):
    """`id`: as the queue names it."""

    kind: KindIn
    id: str = Field(min_length=1, max_length=100)


class CloseBody(Body):
    outcome: OutcomeIn
    note: str = Field("", max_length=500, description="for the audit log alone")


class AppealBody(Body):
    text: Statement
