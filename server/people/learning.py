"""What a player is learning, and how far they have got: `GET /api/user/progress`."""

from __future__ import annotations

from dataclasses import dataclass

from server.courses import TrackProgress, courses_of
from server.infra.clock import utc_now
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoints, endpoint
from server.practice import TopicProgress, Topics, TopicSuggestion


@dataclass(frozen=True, slots=True)
class LearningOut:
    """What you are learning. `tracks` are those you are enrolled in, the one you were last in first; `topics` all that
    the library has or you have played, by language and category; `suggestions` what to play next in each language, at
    the difficulty of your newest game in it."""

    tracks: list[TrackProgress]
    topics: list[TopicProgress]
    suggestions: list[TopicSuggestion]


def learning_endpoints(pg: Pool, topics: Topics) -> Endpoints:
    async def progress(call: Call) -> LearningOut:
        user_id = call.caller.user_id
        return LearningOut(await courses_of(pg, user_id), *await topics.of(user_id, utc_now()))

    return [
        endpoint(
            "GET",
            "/api/user/progress",
            progress,
            "What you are learning: your tracks, how far you have got with each topic, and what to play next",
            access=Access.USER,
            tag="user",
        ),
    ]
