"""All endpoints of moderation: moderators judge; players report, and appeal."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from server.discussions import CHANGED, GONE
from server.infra.audit import actor_of
from server.infra.inputs import IdPath
from server.infra.paging import Page, PageQuery
from server.infra.web import POSTGRES_LONG_S, Access, Answer, Call, Endpoints, endpoint
from server.moderation import appeals, reports
from server.moderation.appeals import APPEALED, NO_GROUND, NOT_FOUND, ReviewOut
from server.moderation.cases import CaseOut, Cases
from server.moderation.moderation import Moderation
from server.moderation.queue import QueueItem, queue
from server.moderation.reports import GUEST, NONE_WAITS, NOT_SHOWN, OWN, REPORTED, OwnReport, ReportOut
from server.moderation.requests import (
    AppealBody,
    CloseBody,
    QueueQuery,
    ReportBody,
    ReportPath,
    TextBody,
    TextPath,
    VerdictBody,
)
from server.moderation.texts import JudgedText, judge_text
from server.moderation.verdicts import NO_SUCH_RESULT, OWN_GAME, judge
from server.results import REJUDGED_S

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ClosedOut:
    closed: int


def endpoints(moderation: Moderation) -> Endpoints:
    return [*_of_staff(_StaffCalls(moderation)), *_of_players(_PlayerCalls(moderation))]


def _of_staff(calls: _StaffCalls) -> Endpoints:
    access, one, text = Access.MODERATOR, "/api/moderation/results/{id}", "/api/moderation/texts/{kind}/{id}"
    return [
        endpoint(
            "GET",
            "/api/moderation/queue",
            calls.queue,
            "Flagged games, reports, appeals and held texts that are waiting",
            access=access,
            tag="moderation",
        ),
        endpoint(
            "GET",
            one,
            calls.case,
            "A game with the reasons it was flagged, and its intervals compared with honest ones",
            access=access,
            problems=(NO_SUCH_RESULT,),
            rate="120/minute",  # it reads up to six key logs
            tag="moderation",
        ),
        endpoint(
            "PUT",
            one,
            calls.judge,
            "Approve or reject a game; boards and statistics follow",
            access=access,
            problems=(NO_SUCH_RESULT, OWN_GAME),
            postgres_s=REJUDGED_S,
            tag="moderation",
        ),
        endpoint(
            "PUT",
            text,
            calls.judge_text,
            "Show or hide a post or a comment; its reports are closed with it",
            access=access,
            problems=(GONE, CHANGED, OWN),
            tag="moderation",
        ),
        endpoint(
            "PUT",
            "/api/moderation/reports/{kind}/{id}",
            calls.close,
            "Close the reports of one object",
            access=access,
            problems=(NONE_WAITS,),
            tag="moderation",
        ),
    ]


def _of_players(calls: _PlayerCalls) -> Endpoints:
    appeal = "/api/game/result/{id}/appeal"
    return [
        endpoint(
            "POST",
            "/api/reports",
            calls.report,
            "Report a game, a player, a snippet, a collection, a shared replay, a post or a comment",
            access=Access.USER,
            status=201,
            problems=(NOT_SHOWN, REPORTED, OWN, GUEST),
            rate="10/minute;100/day",
            tag="moderation",
        ),
        endpoint(
            "GET",
            "/api/reports",
            calls.own_reports,
            "What you have reported, and what became of it, the newest first",
            access=Access.USER,
            tag="moderation",
        ),
        endpoint(
            "GET",
            appeal,
            calls.review,
            "The verdict on a game of your own, and your appeal",
            access=Access.USER,
            problems=(NOT_FOUND,),
            tag="moderation",
        ),
        endpoint(
            "POST",
            appeal,
            calls.appeal,
            "Appeal against the verdict on a game of your own, once",
            access=Access.USER,
            status=201,
            problems=(NOT_FOUND, NO_GROUND, APPEALED, GUEST),
            rate="10/minute",
            postgres_s=POSTGRES_LONG_S,
            tag="moderation",
        ),
    ]


class _StaffCalls:
    def __init__(self, moderation: Moderation) -> None:
        self._moderation = moderation
        self._cases = Cases(moderation.pg, moderation.honestly_typed)

    async def queue(self, call: Call[None, QueueQuery]) -> Page[QueueItem]:
        return await queue(self._moderation.discussions, call.query)

    async def case(self, call: Call[None, None, IdPath]) -> CaseOut:
        return await self._cases.one(call.path.id, call.caller)

    async def judge(self, call: Call[VerdictBody, None, IdPath]) -> CaseOut:
        moderation, body = self._moderation, call.body
        judged = await judge(moderation, actor_of(call), call.path.id, body.verdict, body.reason)
        try:
            await moderation.on_judged(judged.user_id)
        except Exception as error:  # it is committed, and the feed does it again
            log.error("verdict_callback_failed", result_id=judged.result_id, exc_info=error)
        return await self._cases.one(call.path.id, call.caller)

    async def judge_text(self, call: Call[TextBody, None, TextPath]) -> JudgedText:
        return await judge_text(self._moderation, actor_of(call), call.path, call.body)

    async def close(self, call: Call[CloseBody, None, ReportPath]) -> ClosedOut:
        return ClosedOut(await reports.close(self._moderation.pg, actor_of(call), call.path, call.body))


class _PlayerCalls:
    def __init__(self, moderation: Moderation) -> None:
        self._moderation, self._pg = moderation, moderation.pg

    async def report(self, call: Call[ReportBody]) -> Answer[ReportOut]:
        return Answer(await reports.report(self._moderation, call.caller, call.body), 201)

    async def own_reports(self, call: Call[None, PageQuery]) -> Page[OwnReport]:
        return await reports.own_reports(self._pg, call.caller.user_id, call.query)

    async def review(self, call: Call[None, None, IdPath]) -> ReviewOut:
        return await appeals.review(self._pg, call.caller.user_id, call.path.id)

    async def appeal(self, call: Call[AppealBody, None, IdPath]) -> Answer[ReviewOut]:
        return Answer(await appeals.appeal(self._pg, call.caller, call.path.id, call.body.text), 201)
