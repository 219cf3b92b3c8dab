"""Each deed of staff is in the audit log, with what was changed and no secret, over HTTP and from the command line."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

import pytest

from game.terms import Role
from server.app import described
from server.infra.postgres import Pool
from server.infra.web import Access
from server.settings import Settings
from tests.accounts import PASSWORD
from tests.commands import in_json, in_thread
from tests.leaderboards.boards import play
from tests.live import Account, serving
from tests.results.games import add_player
from tests.snippets import AddSnippet, code

BODY = {"language": "PYTHON", "difficulty": "EASY", "category": "loops"}


class Deeds:
    """Does each deed of staff once. The name of a method is in WRITES; it returns the entries that must follow."""

    def __init__(self, admin: Account, pg: Pool, add_snippet: AddSnippet) -> None:
        self.admin, self.pg, self.add_snippet = admin, pg, add_snippet

    async def ask(self, method: str, path: str, **body: Any) -> Any:
        answer = await self.admin.request(method, path, **body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def change_user(self) -> list[tuple[Any, ...]]:
        user = await add_player(self.pg, username="ada", display_name="Ada")
        path = f"/api/admin/users/{user}"
        await self.ask("PUT", path, role="MODERATOR", display_name="Ada L", password="a new password")
        await self.ask("PUT", path, is_active=False, is_bot=True)
        await self.ask("PUT", path, is_active=False)  # changes nothing
        await self.ask("PUT", path, is_active=True, is_bot=False)
        return [
            ("user", user, "set_role", {"role": "PLAYER"}, {"role": "MODERATOR"}),
            ("user", user, "rename", {"display_name": "Ada"}, {"display_name": "Ada L"}),
            ("user", user, "reset_password", None, None),
            ("user", user, "disable", {"is_active": True}, {"is_active": False}),
            ("user", user, "mark_bot", {"is_bot": False}, {"is_bot": True}),
            ("user", user, "enable", {"is_active": False}, {"is_active": True}),
            ("user", user, "unmark_bot", {"is_bot": True}, {"is_bot": False}),
        ]

    async def add(self) -> list[tuple[Any, ...]]:
        made = await self.ask("POST", "/api/snippets", **BODY, snippet_text=code(91))
        added = (await self.ask("POST", "/api/admin/snippets", snippets=[{**BODY, "snippet_text": code(92)}]))["ids"]
        names = ("language", "difficulty", "category", "expected_wpm", "source", "license", "is_active", "version")
        return [
            ("snippet", made["id"], "add", None, {name: made[name] for name in names}),
            ("snippet", added[0], "add", None, None),
        ]

    async def edit(self) -> list[tuple[Any, ...]]:
        first = await self.add_snippet(code(93))
        await self.ask("PUT", f"/api/snippets/{first}", category="strings")
        await self.ask("PUT", f"/api/snippets/{first}", category="strings")  # changes nothing
        second = (await self.ask("PUT", f"/api/snippets/{first}", snippet_text=code(94)))["id"]
        third = (await self.ask("POST", f"/api/snippets/{first}/rollback"))["id"]
        await self.ask("DELETE", f"/api/snippets/{third}")
        await self.ask("PATCH", "/api/snippets", ids=[third], is_active=True)
        (edited,) = await self.pg.fetch("SELECT * FROM audit_logs WHERE entity_id = $1", first)
        rest = await self.pg.fetch(
            "SELECT entity_id, action, metadata ->> 'supersedes_id' AS before FROM audit_logs"
            " WHERE entity_id = ANY($1) ORDER BY created_at",
            [second, third],
        )
        assert [tuple(row) for row in rest] == [
            (second, "edit", first),
            (third, "rollback", second),
            (third, "deactivate", None),
            (third, "activate", None),
        ]
        assert edited["new_values"] == {"category": "strings"}
        rows = await self.pg.fetch("SELECT * FROM audit_logs WHERE entity_id = ANY($1)", [first, second, third])
        return [(*map(row.get, ("entity_type", "entity_id", "action", "old_values", "new_values")),) for row in rows]

    async def judge(self) -> list[tuple[Any, ...]]:
        game = await play(self.pg, await add_player(self.pg))
        await self.ask("PUT", f"/api/moderation/results/{game.id}", verdict="rejected", reason="A program.")
        await self.ask("PUT", f"/api/moderation/results/{game.id}", verdict="APPROVED", reason="A person after all.")
        clean = {"verdict": "clean", "ranked": True, "unranked_reason": None}
        rejected = {"verdict": "rejected", "ranked": False, "unranked_reason": "verdict"}
        return [
            ("result", game.id, "reject", clean, rejected),
            ("result", game.id, "approve", rejected, {**clean, "verdict": "approved"}),
        ]

    async def judge_text(self) -> list[tuple[Any, ...]]:
        post = await self.pg.fetchval(
            "INSERT INTO posts (snippet_id, user_id, text, blocks) VALUES ($1, $2, 'Rude', '[]') RETURNING id",
            *(await self.add_snippet(code(97)), await add_player(self.pg)),
        )
        for verdict in "rejected", "rejected", "approved":  # the second changes nothing
            await self.ask("PUT", f"/api/moderation/texts/post/{post}", verdict=verdict, edited_at=None)
        shown, hidden = {"state": "VISIBLE"}, {"state": "HIDDEN"}
        return [("post", post, "hide", shown, hidden), ("post", post, "approve", hidden, shown)]

    async def close_reports(self) -> list[tuple[Any, ...]]:
        reported = await add_player(self.pg)
        await self.pg.execute(
            "INSERT INTO reports (user_id, kind, subject_id, reason) VALUES ($1, 'PROFILE', $2, 'Rude.')",
            await add_player(self.pg),
            reported,
        )
        await self.ask("PUT", f"/api/moderation/reports/PROFILE/{reported}", outcome="upheld")
        return [("profile", reported, "close_reports", None, {"outcome": "UPHELD"})]

    async def withdraw(self) -> list[tuple[Any, ...]]:
        made = await self.ask("POST", "/api/collections", name="Katas", language="PYTHON", is_public=True)
        collection = made["collection"]["id"]
        await self.ask("POST", f"/api/collections/{collection}/withdraw", reason="An advertisement.")
        return [("collection", collection, "withdraw", {"is_public": True}, {"is_public": False})]

    async def judge_replays(self) -> list[tuple[Any, ...]]:
        player = await add_player(self.pg)
        share = "INSERT INTO shared_replays (result_id, user_id, title) VALUES ($1, $2, 'Mine') RETURNING id"
        replay = str(await self.pg.fetchval(share, (await play(self.pg, player)).id, player))
        for is_official in (True, True):  # the second changes nothing
            await self.ask("PUT", f"/api/replays/{replay}/official", is_official=is_official)
        await self.ask("POST", f"/api/replays/{replay}/hide", reason="Rude.")
        plain, official = {"is_official": False}, {"is_official": True}
        return [
            ("shared_replay", replay, "mark_official", plain, official),
            ("shared_replay", replay, "hide", official, plain),
        ]

    async def write_courses(self) -> list[tuple[Any, ...]]:
        """A whole course, from its beginning to its deletion."""
        about = {"title": "Go", "language": "GO", "description": ""}
        track: str = (await self.ask("POST", "/api/admin/tracks", **about))["track"]["id"]
        await self.ask("PUT", f"/api/admin/tracks/{track}", is_published=True)
        await self.ask("PUT", f"/api/admin/tracks/{track}", is_published=True)  # changes nothing
        path, named = f"/api/admin/tracks/{track}/modules", {"title": "One", "description": ""}
        first = (await self.ask("POST", path, **named))["modules"][0]["id"]
        second = (await self.ask("POST", path, title="Two"))["modules"][1]["id"]
        await self.ask("PUT", f"{path}/order", ids=[second, first])
        await self.ask("PUT", f"/api/admin/modules/{first}", description="Better")
        lessons = f"/api/admin/modules/{first}/lessons"
        for title in ("A", "B"):
            made = await self.ask("POST", lessons, title=title, text="Hi")
        ids = [one["id"] for one in made["modules"][1]["lessons"]]
        await self.ask("PUT", f"{lessons}/order", ids=ids[::-1])
        await self.ask("PUT", f"/api/admin/lessons/{ids[0]}", text="Hello")
        challenges = await self._write_challenges(ids[0])
        await self.ask("DELETE", f"/api/admin/lessons/{ids[1]}")
        await self.ask("DELETE", f"/api/admin/modules/{second}")
        await self.ask("DELETE", f"/api/admin/tracks/{track}")
        other: str = (await self.ask("POST", "/api/admin/tracks", **about))["track"]["id"]
        third: str = (await self.ask("POST", "/api/admin/tracks", **about))["track"]["id"]
        await self.ask("PUT", "/api/admin/tracks/order", ids=[third, other])
        lesson = {"module_id": first, "slug": "b", "title": "B", "text": "Hi", "track_id": track}
        counted = {"slug": "go", "title": "Go", "language": "GO", "challenges": 0, "enrolled": 0}
        return [
            ("track", track, "create", None, {"slug": "go", **about}),
            ("track", track, "edit", {"is_published": False}, {"is_published": True}),
            ("module", first, "create", None, {"slug": "one", **named}),
            ("module", second, "create", None, {"slug": "two", "title": "Two", "description": ""}),
            ("track", track, "order", {"modules": [first, second]}, {"modules": [second, first]}),
            ("module", first, "edit", {"description": ""}, {"description": "Better"}),
            ("lesson", ids[0], "create", None, {"slug": "a", "title": "A", "text": "Hi"}),
            ("lesson", ids[1], "create", None, {"slug": "b", "title": "B", "text": "Hi"}),
            ("module", first, "order", {"lessons": ids}, {"lessons": ids[::-1]}),
            ("lesson", ids[0], "edit", {"text": "Hi"}, {"text": "Hello"}),
            *challenges,
            ("lesson", ids[1], "delete", lesson, None),
            ("module", second, "delete", {"slug": "two", "title": "Two", "track_id": track}, None),
            ("track", track, "delete", counted, None),
            ("track", other, "create", None, {"slug": "go", **about}),
            ("track", third, "create", None, {"slug": "go-2", **about}),
            ("track", "all", "order", {"tracks": [other, third]}, {"tracks": [third, other]}),
        ]

    async def _write_challenges(self, lesson: str) -> list[tuple[Any, ...]]:
        path, text = f"/api/admin/lessons/{lesson}/challenges", "package main\n\nvar price = 7 * count"
        goals = {"min_accuracy": 90.0, "min_net_wpm": None, "max_wrong_keys": None}
        said: dict[str, Any] = {"title": "Try", "minutes": 1, "points": 5, **goals, "hints": []}
        one = await self.ask("POST", path, **said, snippet_text=text)
        code = one["versions"][0]["snippet"]
        other = await self.ask("POST", path, **said, snippet_id=code["id"])
        ids = [one["id"], other["id"]]
        await self.ask("PUT", f"{path}/order", ids=ids[::-1])
        path = f"/api/admin/challenges/{ids[0]}"
        await self.ask("POST", f"{path}/publish")
        await self.ask("POST", f"{path}/publish", version=1)  # changes nothing
        await self.ask("PUT", path, points=6)
        await self.ask("POST", f"{path}/publish")
        await self.ask("POST", f"{path}/rollback", version=1)
        await self.ask("POST", f"{path}/unpublish")
        await self.ask("DELETE", path)
        told = {**said, "snippet_id": code["id"], "keys": code["keys"]}
        shown: list[int | None] = [None, 1, 2, 1, None]
        moves = [({"published_version": a}, {"published_version": b}) for a, b in pairwise(shown)]
        return [
            ("challenge", ids[0], "create", None, {"slug": "try", **told}),
            ("challenge", ids[1], "create", None, {"slug": "try-2", **told}),
            ("lesson", lesson, "order", {"challenges": ids}, {"challenges": ids[::-1]}),
            ("challenge", ids[0], "publish", *moves[0]),
            ("challenge", ids[0], "edit", {"points": 5}, {"points": 6}),
            ("challenge", ids[0], "publish", *moves[1]),
            ("challenge", ids[0], "rollback", *moves[2]),
            ("challenge", ids[0], "unpublish", *moves[3]),
            ("challenge", ids[0], "delete", {"slug": "try", "track": "go", "attempts": 0, "versions": 2}, None),
        ]

    async def retry(self) -> list[tuple[Any, ...]]:
        job = await self.pg.fetchval(
            "INSERT INTO feed_jobs (queue, subject, tries, error, failed_at, due_at)"
            " VALUES ('a_test', gen_random_uuid(), 10, 'x', now(), NULL) RETURNING id"
        )
        await self.ask("POST", f"/api/admin/feed/{job}/retry")
        return [("feed_job", str(job), "retry", None, None)]


# Each endpoint by which staff change something, and what does it here; None: it changes nothing.
WRITES: dict[str, Callable[[Deeds], Awaitable[list[tuple[Any, ...]]]] | None] = {
    "PUT /api/admin/users/{id}": Deeds.change_user,
    "POST /api/snippets": Deeds.add,
    "POST /api/admin/snippets": Deeds.add,
    "PUT /api/snippets/{id}": Deeds.edit,
    "DELETE /api/snippets/{id}": Deeds.edit,
    "PATCH /api/snippets": Deeds.edit,
    "POST /api/snippets/{id}/rollback": Deeds.edit,
    "POST /api/admin/feed/{id}/retry": Deeds.retry,
    "PUT /api/moderation/results/{id}": Deeds.judge,
    "PUT /api/moderation/reports/{kind}/{id}": Deeds.close_reports,
    "PUT /api/moderation/texts/{kind}/{id}": Deeds.judge_text,
    "POST /api/collections/{id}/withdraw": Deeds.withdraw,
    "PUT /api/replays/{id}/official": Deeds.judge_replays,
    "POST /api/replays/{id}/hide": Deeds.judge_replays,
    "POST /api/admin/snippets/check": None,
    "POST /api/admin/lessons/preview": None,
    "POST /api/admin/challenges/suggest": None,
    **{f"POST /api/admin/{what}": Deeds.write_courses for what in ("tracks", "tracks/{id}/modules")},
    **{f"POST /api/admin/{what}": Deeds.write_courses for what in ("modules/{id}/lessons", "lessons/{id}/challenges")},
    **{f"PUT /api/admin/{what}/order": Deeds.write_courses for what in ("tracks", "tracks/{id}/modules")},
    "PUT /api/admin/modules/{id}/lessons/order": Deeds.write_courses,
    "PUT /api/admin/lessons/{id}/challenges/order": Deeds.write_courses,
    **{
        f"{method} /api/admin/{what}/{{id}}": Deeds.write_courses
        for method in ("PUT", "DELETE")
        for what in ("tracks", "modules", "lessons", "challenges")
    },
    **{
        f"POST /api/admin/challenges/{{id}}/{what}": Deeds.write_courses
        for what in ("publish", "rollback", "unpublish")
    },
}


def in_order(entry: tuple[Any, ...]) -> str:
    return json.dumps(entry, sort_keys=True)


async def test_every_endpoint_by_which_staff_write_is_among_the_deeds(settings: Settings, pg: Pool, redis: Any) -> None:
    staff = {Access.MODERATOR, Access.ADMIN}
    endpoints = described(settings, pg, redis)
    writes = {f"{each.method} {each.path}" for each in endpoints if each.access in staff and each.method != "GET"}
    assert writes == WRITES.keys()


async def test_each_deed_is_logged_with_what_was_changed(settings: Settings, pg: Pool, add_snippet: AddSnippet) -> None:
    async with serving(settings) as live:
        admin = await live.register("root_admin", role=Role.ADMIN)
        deeds = Deeds(admin, pg, add_snippet)
        expected = [entry for do in dict.fromkeys(WRITES.values()) if do is not None for entry in await do(deeds)]
        rows = await pg.fetch(
            "SELECT entity_type, entity_id, action, old_values, new_values, user_id, ip_address, user_agent, metadata"
            " FROM audit_logs"
        )
        assert sorted(map(in_order, expected)) == sorted(in_order(tuple(row)[:5]) for row in rows)
        for row in rows:
            assert (row["user_id"], row["ip_address"]) == (admin.id, "127.0.0.1")
            assert row["user_agent"].startswith("python-httpx")
        answer = await admin.request("GET", "/api/admin/audit?action=disable")
        assert [entry["username"] for entry in answer.json()["items"]] == ["root_admin"]
    await holds_no_secret(pg)


async def test_commands_are_logged_too(pg: Pool, environment: pytest.MonkeyPatch, add_snippet: AddSnippet) -> None:
    made = ("--email", "grace@example.com", "--role", "moderator", "--password", PASSWORD)
    await in_thread("users", "create", "--username", "grace", *made)
    await in_thread("users", "set-role", "grace", "admin")
    await in_thread("users", "create", "--username", "other", "--email", "o@example.com", "--password", PASSWORD)
    await in_thread("users", "reset-password", "other", "--password", "a new password")
    await in_thread("users", "mark-bot", "other")
    await in_thread("users", "unmark-bot", "other")
    await in_thread("users", "mark-bot", "other")
    await in_thread("users", "remove-bots", "--yes")
    snippet = await add_snippet(code(95))
    await in_json("deactivate", snippet)
    await in_json("activate", snippet)
    rows = await pg.fetch(
        "SELECT action, metadata ->> 'command' AS command, user_id FROM audit_logs ORDER BY created_at"
    )
    assert [(row["action"], row["command"].removeprefix("prodev ")) for row in rows] == [
        ("create", "users create"),
        ("set_role", "users set-role"),
        ("create", "users create"),
        ("reset_password", "users reset-password"),
        ("mark_bot", "users mark-bot"),
        ("unmark_bot", "users unmark-bot"),
        ("mark_bot", "users mark-bot"),
        ("delete", "users remove-bots"),
        ("deactivate", "snippets deactivate"),
        ("activate", "snippets activate"),
    ]
    assert {row["user_id"] for row in rows} == {None}
    await holds_no_secret(pg)


async def test_a_refused_deed_leaves_no_entry(settings: Settings, pg: Pool) -> None:
    async with serving(settings) as live:
        admin = await live.register("root_admin", role=Role.ADMIN)
        answer = await admin.request("PUT", f"/api/admin/users/{admin.id}", role="PLAYER", display_name="Gone")
        assert answer.status_code == 409, "the last admin stays"
    assert await pg.fetchval("SELECT count(*) FROM audit_logs") == 0


async def test_staff_who_delete_their_account_leave_the_log_as_it_is(settings: Settings, pg: Pool) -> None:
    async with serving(settings) as live:
        await live.register("remaining_admin", role=Role.ADMIN)
        admin = await live.register("root_admin", role=Role.ADMIN)
        user = await add_player(pg, username="ada")
        assert (await admin.request("PUT", f"/api/admin/users/{user}", is_active=False)).status_code == 200
        assert (await admin.request("DELETE", "/api/user/account", password=PASSWORD)).status_code == 204
    (entry,) = await pg.fetch("SELECT u.username, u.deleted_at FROM audit_logs a JOIN users u ON u.id = a.user_id")
    assert entry["username"].startswith("deleted_") and entry["deleted_at"] is not None


async def holds_no_secret(pg: Pool) -> None:
    """No hash, no token and no address of anybody is anywhere in the log."""
    text = str([tuple(row) for row in await pg.fetch("SELECT a::text FROM audit_logs a")])
    secrets = await pg.fetch(
        "SELECT password_hash AS secret FROM users UNION SELECT email FROM users"
        " UNION SELECT token_hash FROM refresh_tokens"
    )
    kept = {row["secret"] for row in secrets} - {None, "x", "!"}
    assert kept and not [secret for secret in kept | {PASSWORD, "a new password"} if secret in text]
