"""The endpoints of discussions. Reports of posts and comments are moderation's (`POST /api/reports`)."""

from __future__ import annotations

from server.discussions import liking, showing, writing
from server.discussions.discussions import NO_SUBJECT, Discussions
from server.discussions.requests import (
    CommentsQuery,
    NewComment,
    NewPost,
    OnQuery,
    PostsQuery,
    TextEdit,
)
from server.discussions.rows import CommentOut, Likes, PostOut, Stretch, TextPreview
from server.infra.inputs import IdPath
from server.infra.web import Access, Answer, Call, Endpoints, endpoint

_NONE = (showing.NO_POST,)
_NO_COMMENT = (showing.NO_COMMENT,)
_WRITING = (writing.GUEST, writing.SAID)
_CHANGING = (writing.NOT_YOURS, writing.TOO_LATE, writing.IS_HIDDEN)
# A class is behind one address. What one account may write is counted besides (writing.RATE).
_RATE = "300/minute"


def endpoints(discussions: Discussions) -> Endpoints:
    return [*_posts(_Posts(discussions)), *_comments(_Comments(discussions)), *_likes(_Liking(discussions))]


# ---------------------------------------------------------------- posts


def _posts(calls: _Posts) -> Endpoints:
    many, one = "/api/posts", "/api/posts/{id}"
    return [
        endpoint(
            "GET",
            many,
            calls.page,
            "Posts about a snippet, a contest or a shared replay, the newest first",
            access=Access.OPTIONAL,
            problems=(NO_SUBJECT,),
            tag="discussions",
        ),
        endpoint(
            "POST",
            many,
            calls.add,
            "Write a post",
            access=Access.USER,
            status=201,
            problems=(NO_SUBJECT, *_WRITING),
            rate=_RATE,
            tag="discussions",
        ),
        endpoint(
            "POST",
            f"{many}/preview",
            calls.preview,
            "How a post or a comment will look, and whether it will wait for a moderator",
            access=Access.USER,
            problems=(writing.GUEST,),
            rate="60/minute",
            tag="discussions",
        ),
        endpoint("GET", one, calls.one, "A post", access=Access.OPTIONAL, problems=_NONE, tag="discussions"),
        endpoint(
            "PUT",
            one,
            calls.edit,
            f"Change a post of your own, within {showing.EDIT_MINUTES} minutes",
            access=Access.USER,
            problems=(*_NONE, *_CHANGING),
            rate=_RATE,
            tag="discussions",
        ),
        endpoint(
            "DELETE",
            one,
            calls.delete,
            "Delete a post of your own; its place stays while it has comments",
            access=Access.USER,
            problems=(*_NONE, writing.NOT_YOURS),
            tag="discussions",
        ),
    ]


class _Posts:
    def __init__(self, discussions: Discussions) -> None:
        self._discussions = discussions

    async def page(self, call: Call[None, PostsQuery]) -> Stretch[PostOut]:
        return await showing.posts(self._discussions, call.maybe_caller, call.query)

    async def add(self, call: Call[NewPost, OnQuery]) -> Answer[PostOut]:
        made = await writing.add_post(self._discussions, call.caller, call.query.on, call.body.text)
        return Answer(made, 201, {"Location": f"/api/posts/{made.id}"})

    async def preview(self, call: Call[NewPost]) -> TextPreview:
        return await writing.preview(self._discussions, call.caller, call.body.text)

    async def one(self, call: Call[None, None, IdPath]) -> PostOut:
        return await showing.post(self._discussions, self._discussions.pg, call.maybe_caller, call.path.id)

    async def edit(self, call: Call[TextEdit, None, IdPath]) -> PostOut:
        return await writing.edit_post(self._discussions, call.caller, call.path.id, call.body.text)

    async def delete(self, call: Call[None, None, IdPath]) -> None:
        await writing.delete_post(self._discussions, call.caller, call.path.id)


# ---------------------------------------------------------------- comments


def _comments(calls: _Comments) -> Endpoints:
    many, one = "/api/posts/{id}/comments", "/api/comments/{id}"
    return [
        endpoint(
            "GET",
            many,
            calls.page,
            "The comments on a post as they are read: what answers one follows it",
            access=Access.OPTIONAL,
            problems=_NONE,
            tag="discussions",
        ),
        endpoint(
            "POST",
            many,
            calls.add,
            "Answer a post, or a comment on it",
            access=Access.USER,
            status=201,
            problems=(*_NONE, showing.NO_COMMENT, *_WRITING, writing.CLOSED, writing.FULL),
            rate=_RATE,
            tag="discussions",
        ),
        endpoint(
            "PUT",
            one,
            calls.edit,
            f"Change a comment of your own, within {showing.EDIT_MINUTES} minutes",
            access=Access.USER,
            problems=(*_NO_COMMENT, *_CHANGING),
            rate=_RATE,
            tag="discussions",
        ),
        endpoint(
            "DELETE",
            one,
            calls.delete,
            "Delete a comment of your own; its place stays while it is answered",
            access=Access.USER,
            problems=(*_NO_COMMENT, writing.NOT_YOURS),
            tag="discussions",
        ),
    ]


class _Comments:
    def __init__(self, discussions: Discussions) -> None:
        self._discussions = discussions

    async def page(self, call: Call[None, CommentsQuery, IdPath]) -> Stretch[CommentOut]:
        return await showing.comments(self._discussions, call.maybe_caller, call.path.id, call.query)

    async def add(self, call: Call[NewComment, None, IdPath]) -> Answer[CommentOut]:
        body = call.body
        made = await writing.add_comment(self._discussions, call.caller, call.path.id, body.parent_id, body.text)
        return Answer(made, 201)

    async def edit(self, call: Call[TextEdit, None, IdPath]) -> CommentOut:
        return await writing.edit_comment(self._discussions, call.caller, call.path.id, call.body.text)

    async def delete(self, call: Call[None, None, IdPath]) -> None:
        await writing.delete_comment(self._discussions, call.caller, call.path.id)


# ---------------------------------------------------------------- likes


def _likes(calls: _Liking) -> Endpoints:
    found = []
    for what, like, unlike, none in (
        ("posts", calls.like_post, calls.unlike_post, _NONE),
        ("comments", calls.like_comment, calls.unlike_comment, _NO_COMMENT),
    ):
        path = f"/api/{what}/{{id}}/like"
        problems = (*none, writing.GUEST, liking.OWN)
        for method, handler, summary in (
            ("PUT", like, f"Like one of the {what}; again changes nothing"),
            ("DELETE", unlike, f"Take your like of one of the {what} back"),
        ):
            found.append(
                endpoint(
                    method,
                    path,
                    handler,
                    summary,
                    access=Access.USER,
                    problems=problems,
                    rate=_RATE,
                    tag="discussions",
                )
            )
    return found


class _Liking:
    def __init__(self, discussions: Discussions) -> None:
        self._discussions = discussions

    async def like_post(self, call: Call[None, None, IdPath]) -> Likes:
        return await liking.like_post(self._discussions, call.caller, call.path.id, True)

    async def unlike_post(self, call: Call[None, None, IdPath]) -> Likes:
        return await liking.like_post(self._discussions, call.caller, call.path.id, False)

    async def like_comment(self, call: Call[None, None, IdPath]) -> Likes:
        return await liking.like_comment(self._discussions, call.caller, call.path.id, True)

    async def unlike_comment(self, call: Call[None, None, IdPath]) -> Likes:
        return await liking.like_comment(self._discussions, call.caller, call.path.id, False)
