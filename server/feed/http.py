"""`/api/admin/feed`: staff see jobs that wait or have failed; admins can have them tried again."""

from __future__ import annotations

from pydantic import Field

from server.feed import listing
from server.feed.listing import JobOut
from server.infra.audit import actor_of
from server.infra.inputs import BoolFilter, Query
from server.infra.paging import Page, PageQuery
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoints, Problem, endpoint

_NO_SUCH_JOB = (404, "feed/no-such-job")


class FeedQuery(PageQuery):
    """`?queue=boards&dead=true`; a field left out means any."""

    queue: str = Field("", max_length=50)
    dead: BoolFilter = None


class JobPath(Query):
    id: int = Field(ge=1, le=2**63 - 1)


def endpoints(pg: Pool) -> Endpoints:
    calls = _Calls(pg)
    return [
        endpoint(
            "GET",
            "/api/admin/feed",
            calls.list,
            "Jobs that ended games set off: those that wait, and those that failed ten times",
            access=Access.MODERATOR,
            tag="admin",
        ),
        endpoint(
            "POST",
            "/api/admin/feed/{id}/retry",
            calls.retry,
            "Try a job again now, with ten tries before it",
            access=Access.ADMIN,
            problems=(_NO_SUCH_JOB,),
            tag="admin",
        ),
    ]


class _Calls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def list(self, call: Call[None, FeedQuery]) -> Page[JobOut]:
        query = call.query
        jobs, total = await listing.list_jobs(
            self._pg, queue=query.queue or None, dead=query.dead, limit=query.per_page, offset=query.offset
        )
        return query.page_of(jobs, total)

    async def retry(self, call: Call[None, None, JobPath]) -> JobOut:
        job = await listing.retry(self._pg, call.path.id, actor_of(call))
        if job is None:
            raise Problem(*_NO_SUCH_JOB, "There is no such job; it may have been done by now.")
        return job
