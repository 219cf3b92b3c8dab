"""The endpoints of courses for those who write them: moderators read, admins write."""

from __future__ import annotations

from server.courses import admin_reading, authoring, drafts
from server.courses.admin_rows import AdminChallenge, AdminTrack, AdminTracks, CourseSuggestion, TextBlocks
from server.courses.requests import (
    ChallengeEdit,
    LessonEdit,
    ModuleEdit,
    NewChallenge,
    NewLesson,
    NewModule,
    NewTrack,
    Order,
    Preview,
    Publish,
    Rollback,
    Suggest,
    TrackEdit,
)
from server.infra.audit import actor_of
from server.infra.inputs import IdPath
from server.infra.markdown import blocks_of
from server.infra.postgres import Pool
from server.infra.web import Access, Answer, Call, Endpoints, endpoint
from server.library import REFUSED

_READ, _WRITE = Access.MODERATOR, Access.ADMIN
_NO_TRACK, _NO_MODULE, _NO_LESSON = admin_reading.NO_TRACK, admin_reading.NO_MODULE, admin_reading.NO_LESSON
_NO_CHALLENGE = admin_reading.NO_CHALLENGE
_TOO_MANY, _ORDER = authoring.TOO_MANY, authoring.ORDER
_CODE = (REFUSED, drafts.WRONG_SNIPPET, drafts.TAKEN)


def admin_endpoints(pg: Pool) -> Endpoints:
    return [*_of_tracks(pg), *_of_modules(pg), *_of_lessons(pg), *_of_challenges(_ChallengeCalls(pg))]


# ---------------------------------------------------------------- tracks


def _of_tracks(pg: Pool) -> Endpoints:
    calls, many, one = _TrackCalls(pg), "/api/admin/tracks", "/api/admin/tracks/{id}"
    return [
        endpoint("GET", many, calls.list, "Every track, drafts too", access=_READ, tag="admin"),
        endpoint(
            "POST", many, calls.add, "Begin a track", access=_WRITE, status=201, problems=(_TOO_MANY,), tag="admin"
        ),
        endpoint(
            "PUT", f"{many}/order", calls.order, "Order the tracks", access=_WRITE, problems=(_ORDER,), tag="admin"
        ),
        endpoint("GET", one, calls.read, "A whole track, drafts too", access=_READ, problems=(_NO_TRACK,), tag="admin"),
        endpoint(
            "PUT",
            one,
            calls.edit,
            "Change a track, show it or hide it",
            access=_WRITE,
            problems=(_NO_TRACK,),
            tag="admin",
        ),
        endpoint(
            "DELETE",
            one,
            calls.delete,
            "Delete a track with all that is in it, attempts and progress too",
            access=_WRITE,
            problems=(_NO_TRACK,),
            tag="admin",
        ),
        endpoint(
            "POST",
            f"{one}/modules",
            calls.add_module,
            "Add a module to a track",
            access=_WRITE,
            status=201,
            problems=(_NO_TRACK, _TOO_MANY),
            tag="admin",
        ),
        endpoint(
            "PUT",
            f"{one}/modules/order",
            calls.order_modules,
            "Order the modules of a track",
            access=_WRITE,
            problems=(_NO_TRACK, _ORDER),
            tag="admin",
        ),
    ]


class _TrackCalls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def list(self, call: Call) -> AdminTracks:
        return await admin_reading.admin_tracks(self._pg)

    async def add(self, call: Call[NewTrack]) -> Answer[AdminTrack]:
        made = await authoring.create_track(self._pg, actor_of(call), call.body)
        return Answer(made, 201, {"Location": f"/api/admin/tracks/{made.track.id}"})

    async def order(self, call: Call[Order]) -> None:
        await authoring.order_tracks(self._pg, actor_of(call), call.body.ids)

    async def read(self, call: Call[None, None, IdPath]) -> AdminTrack:
        return await admin_reading.admin_track(self._pg, call.path.id)

    async def edit(self, call: Call[TrackEdit, None, IdPath]) -> AdminTrack:
        return await authoring.edit_track(self._pg, actor_of(call), call.path.id, call.body)

    async def delete(self, call: Call[None, None, IdPath]) -> None:
        await authoring.delete_track(self._pg, actor_of(call), call.path.id)

    async def add_module(self, call: Call[NewModule, None, IdPath]) -> AdminTrack:
        return await authoring.create_module(self._pg, actor_of(call), call.path.id, call.body)

    async def order_modules(self, call: Call[Order, None, IdPath]) -> AdminTrack:
        return await authoring.order_modules(self._pg, actor_of(call), call.path.id, call.body.ids)


# ---------------------------------------------------------------- modules


def _of_modules(pg: Pool) -> Endpoints:
    calls, one = _ModuleCalls(pg), "/api/admin/modules/{id}"
    return [
        endpoint("PUT", one, calls.edit, "Change a module", access=_WRITE, problems=(_NO_MODULE,), tag="admin"),
        endpoint(
            "DELETE",
            one,
            calls.delete,
            "Delete a module with all that is in it",
            access=_WRITE,
            problems=(_NO_MODULE,),
            tag="admin",
        ),
        endpoint(
            "POST",
            f"{one}/lessons",
            calls.add_lesson,
            "Add a lesson to a module",
            access=_WRITE,
            status=201,
            problems=(_NO_MODULE, _TOO_MANY),
            tag="admin",
        ),
        endpoint(
            "PUT",
            f"{one}/lessons/order",
            calls.order_lessons,
            "Order the lessons of a module",
            access=_WRITE,
            problems=(_NO_MODULE, _ORDER),
            tag="admin",
        ),
    ]


class _ModuleCalls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def edit(self, call: Call[ModuleEdit, None, IdPath]) -> AdminTrack:
        return await authoring.edit_module(self._pg, actor_of(call), call.path.id, call.body)

    async def delete(self, call: Call[None, None, IdPath]) -> AdminTrack:
        return await authoring.delete_module(self._pg, actor_of(call), call.path.id)

    async def add_lesson(self, call: Call[NewLesson, None, IdPath]) -> AdminTrack:
        return await authoring.create_lesson(self._pg, actor_of(call), call.path.id, call.body)

    async def order_lessons(self, call: Call[Order, None, IdPath]) -> AdminTrack:
        return await authoring.order_lessons(self._pg, actor_of(call), call.path.id, call.body.ids)


# ---------------------------------------------------------------- lessons


def _of_lessons(pg: Pool) -> Endpoints:
    calls, one = _LessonCalls(pg), "/api/admin/lessons/{id}"
    return [
        endpoint(
            "POST",
            "/api/admin/lessons/preview",
            calls.preview,
            "A lesson's Markdown as players would see it; nothing is kept",
            access=_READ,
            tag="admin",
        ),
        endpoint(
            "PUT",
            one,
            calls.edit,
            "Change a lesson",
            access=_WRITE,
            problems=(_NO_LESSON,),
            tag="admin",
        ),
        endpoint(
            "DELETE",
            one,
            calls.delete,
            "Delete a lesson with its challenges",
            access=_WRITE,
            problems=(_NO_LESSON,),
            tag="admin",
        ),
        endpoint(
            "POST",
            f"{one}/challenges",
            calls.add_challenge,
            "Write a challenge, as a draft",
            access=_WRITE,
            status=201,
            problems=(_NO_LESSON, _TOO_MANY, drafts.NO_GOALS, *_CODE),
            tag="admin",
        ),
        endpoint(
            "PUT",
            f"{one}/challenges/order",
            calls.order_challenges,
            "Order the challenges of a lesson",
            access=_WRITE,
            problems=(_NO_LESSON, _ORDER),
            tag="admin",
        ),
    ]


class _LessonCalls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def preview(self, call: Call[Preview]) -> TextBlocks:
        return TextBlocks(blocks_of(call.body.text))

    async def edit(self, call: Call[LessonEdit, None, IdPath]) -> AdminTrack:
        return await authoring.edit_lesson(self._pg, actor_of(call), call.path.id, call.body)

    async def delete(self, call: Call[None, None, IdPath]) -> AdminTrack:
        return await authoring.delete_lesson(self._pg, actor_of(call), call.path.id)

    async def add_challenge(self, call: Call[NewChallenge, None, IdPath]) -> Answer[AdminChallenge]:
        made = await drafts.create_challenge(self._pg, actor_of(call), call.path.id, call.body)
        return Answer(made, 201, {"Location": f"/api/admin/challenges/{made.id}"})

    async def order_challenges(self, call: Call[Order, None, IdPath]) -> AdminTrack:
        return await drafts.order_challenges(self._pg, actor_of(call), call.path.id, call.body.ids)


# ---------------------------------------------------------------- challenges


def _of_challenges(calls: _ChallengeCalls) -> Endpoints:
    one = "/api/admin/challenges/{id}"
    return [
        endpoint(
            "POST",
            "/api/admin/challenges/suggest",
            calls.suggest,
            "Minutes, points and goals that suit some code; nothing is kept",
            access=_READ,
            problems=(REFUSED, drafts.WRONG_SNIPPET),
            tag="admin",
        ),
        endpoint(
            "GET",
            one,
            calls.read,
            "A challenge with all its versions",
            access=_READ,
            problems=(_NO_CHALLENGE,),
            tag="admin",
        ),
        endpoint(
            "PUT",
            one,
            calls.edit,
            "Edit a challenge's draft; of a published version, make the next one",
            access=_WRITE,
            problems=(_NO_CHALLENGE, drafts.CHANGED, drafts.NO_GOALS, *_CODE),
            tag="admin",
        ),
        endpoint(
            "DELETE",
            one,
            calls.delete,
            "Delete a challenge with its attempts",
            access=_WRITE,
            problems=(_NO_CHALLENGE,),
            tag="admin",
        ),
        endpoint(
            "POST",
            f"{one}/publish",
            calls.publish,
            "Publish the draft, or the version that is named",
            access=_WRITE,
            problems=(_NO_CHALLENGE, drafts.NO_VERSION, drafts.NO_DRAFT, drafts.WRONG_SNIPPET, drafts.TAKEN),
            tag="admin",
        ),
        endpoint(
            "POST",
            f"{one}/rollback",
            calls.roll_back,
            "Go back to a version that was published before",
            access=_WRITE,
            problems=(_NO_CHALLENGE, drafts.NO_VERSION, drafts.NOT_PUBLISHED, drafts.WRONG_SNIPPET, drafts.TAKEN),
            tag="admin",
        ),
        endpoint(
            "POST",
            f"{one}/unpublish",
            calls.unpublish,
            "Take a challenge away from players; what they have reached stays",
            access=_WRITE,
            problems=(_NO_CHALLENGE,),
            tag="admin",
        ),
    ]


class _ChallengeCalls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def suggest(self, call: Call[Suggest]) -> CourseSuggestion:
        return await drafts.suggest(self._pg, call.body)

    async def read(self, call: Call[None, None, IdPath]) -> AdminChallenge:
        return await admin_reading.admin_challenge(self._pg, call.path.id)

    async def edit(self, call: Call[ChallengeEdit, None, IdPath]) -> AdminChallenge:
        return await drafts.edit_challenge(self._pg, actor_of(call), call.path.id, call.body)

    async def delete(self, call: Call[None, None, IdPath]) -> None:
        await drafts.delete_challenge(self._pg, actor_of(call), call.path.id)

    async def publish(self, call: Call[Publish, None, IdPath]) -> AdminChallenge:
        return await drafts.publish(self._pg, actor_of(call), call.path.id, call.body.version)

    async def roll_back(self, call: Call[Rollback, None, IdPath]) -> AdminChallenge:
        return await drafts.roll_back(self._pg, actor_of(call), call.path.id, call.body.version)

    async def unpublish(self, call: Call[None, None, IdPath]) -> AdminChallenge:
        return await drafts.unpublish(self._pg, actor_of(call), call.path.id)
