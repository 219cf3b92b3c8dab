"""Contests are made, changed and deleted: by whom, until when, and what becomes of their snippets."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from game.terms import Role
from server import library
from server.contests import making
from server.infra.postgres import Pool
from tests.accounts import PASSWORD, until_waiting
from tests.contests.contests import begin, call, end, fixed, made, refused, running, wanted
from tests.live import Account, Live
from tests.snippets import NOWHERE, add_to, code


async def kept(pg: Pool, slug: str) -> list[str]:
    rows = await pg.fetch("SELECT id FROM code_snippets WHERE kept_for = $1", slug)
    return [row["id"] for row in rows]


async def test_a_public_contest_is_announced_to_everybody_without_its_snippets(live: Live, admin: Account) -> None:
    view = await call(admin, "POST", **wanted(title="Friday night", description="Bring a friend.", waves=2))
    contest = view["contest"]
    assert (contest["slug"], contest["state"], contest["group"], contest["is_rated"]) == (
        "friday-night",
        "UPCOMING",
        None,
        True,
    )
    assert (contest["waves"], len(contest["keys"]), len(view["snippets"])) == (2, 2, 2)
    assert contest["starts_in_ms"] < contest["ends_in_ms"]
    assert view["may_edit"]
    again = await call(admin, "POST", **wanted())
    assert again["contest"]["slug"] == "friday-night-2"
    by_nobody = (await live.http.get("/api/contests/friday-night")).json()
    for seen in (by_nobody, await call(await live.guest(), "GET", "/Friday-Night")):
        assert (seen["contest"]["title"], seen["contest"]["description"]) == ("Friday night", "Bring a friend.")
        assert (seen["snippets"], seen["yours"], seen["may_edit"]) == (None, None, False)
    listed = (await live.http.get("/api/contests?state=upcoming")).json()
    assert [one["contest"]["slug"] for one in listed["items"]] == ["friday-night", "friday-night-2"]
    assert {one["snippets"] is None for one in listed["items"]} == {True}


async def test_players_and_guests_make_none(live: Live, teacher: Account) -> None:
    assert await refused(await live.guest(), "POST", **wanted()) == (403, "contest/staff-only")
    assert await refused(teacher, "POST", **wanted()) == (403, "contest/staff-only")
    assert await refused(teacher, "POST", **wanted(group="nobody-s")) == (404, "group/no-such-group")
    other = await live.register("other")
    assert await refused(other, "POST", **wanted(group="class-9b")) == (404, "group/no-such-group")
    await other.request("POST", "/api/groups/join", code="class-9b")
    assert await refused(other, "POST", **wanted(group="class-9b")) == (403, "group/teachers-only")


async def test_a_teacher_makes_one_that_only_the_group_knows_of(live: Live, teacher: Account, admin: Account) -> None:
    slug = await made(teacher, title="Test", group="class-9b")
    pupil, stranger = await live.register("pupil"), await live.register("stranger")
    await pupil.request("POST", "/api/groups/join", code="class-9b")
    seen = await call(pupil, "GET", f"/{slug}")
    assert (seen["contest"]["group"], seen["contest"]["is_rated"], seen["may_edit"]) == (
        {"slug": "class-9b", "name": "Class 9b"},
        False,
        False,
    )
    assert (await call(admin, "GET", f"/{slug}"))["may_edit"]
    no_such = (404, "contest/no-such-contest")
    for path in ("", "/standings", "/live"):
        assert await refused(stranger, "GET", f"/{slug}{path}") == no_such
        assert (await live.http.get(f"/api/contests/{slug}{path}")).status_code == 404
    for path in ("/join", "/start", "/leave"):
        assert await refused(stranger, "POST", f"/{slug}{path}") == no_such
    assert await refused(stranger, "PUT", f"/{slug}", title="Mine") == no_such
    assert await refused(pupil, "PUT", f"/{slug}", title="Mine") == (403, "contest/staff-only")
    assert await refused(pupil, "DELETE", f"/{slug}") == (403, "contest/staff-only")
    assert [(await call(one, "GET"))["total"] for one in (stranger, pupil, teacher)] == [0, 1, 1]
    assert (await call(pupil, "GET", "?group=class-9b"))["total"] == 1
    assert (await call(admin, "GET", "?group=another"))["total"] == 0


async def test_moderators_choose_snippets_and_teachers_do_not(
    live: Live, pg: Pool, admin: Account, teacher: Account
) -> None:
    draft = await add_to(pg, code(80), is_active=False)
    drawn = await add_to(pg, code(81), usage_count=3)
    assert await refused(teacher, "POST", **wanted(group="class-9b", waves=None, snippets=[draft])) == (
        403,
        "contest/choosing",
    )
    moderator = await live.register("mod", role=Role.MODERATOR)
    view = await call(moderator, "POST", **wanted(waves=None, snippets=[drawn, draft]))
    assert [(one["id"], one["draws"], one["snippet_text"]) for one in view["snippets"]] == [
        (drawn, 3, code(81)),
        (draft, 0, code(80)),
    ]
    assert view["contest"]["waves"] == 2
    assert sorted(await kept(pg, "friday-night")) == sorted([draft, drawn])


@pytest.mark.parametrize(
    ("about", "code_said", "pointer"),
    [
        ({"snippets": [NOWHERE]}, "contest/wrong-snippet", "/snippets/0"),
        ({"snippets": ["MINE", "MINE"]}, "contest/wrong-snippet", "/snippets/1"),
        ({"snippets": ["MINE", "JAVA"]}, "contest/wrong-snippet", "/snippets/1"),
        ({"snippets": ["OLD"]}, "contest/wrong-snippet", "/snippets/0"),
        ({"snippets": ["TAKEN"]}, "contest/snippet-taken", "/snippets/0"),
        ({"starts_at": "2020-01-01T00:00:00Z"}, "contest/times", "/starts_at"),
        ({"starts_at": (datetime.now(UTC) + timedelta(days=400)).isoformat()}, "contest/times", "/starts_at"),
    ],
)
async def test_what_is_wrong_is_named(
    pg: Pool, admin: Account, about: dict[str, Any], code_said: str, pointer: str
) -> None:
    mine = await add_to(pg, code(80))
    old = await add_to(pg, code(81))
    answer = await admin.request("PUT", f"/api/snippets/{old}", snippet_text=code(82))
    assert answer.is_success
    taken = await add_to(pg, code(83))
    await made(admin, title="Other", waves=None, snippets=[taken])
    java = await add_to(pg, "int total = price * 84;", language="JAVA")
    names = {"MINE": mine, "OLD": old, "TAKEN": taken, "JAVA": java}
    if "snippets" in about:
        about = {"waves": None, "snippets": [names.get(one, one) for one in about["snippets"]]}
    answer = await admin.request("POST", "/api/contests", **wanted(**about))
    assert answer.json()["code"] == code_said
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    assert await pg.fetchval("SELECT count(*) FROM contests") == 1


async def test_what_makes_no_sense_is_refused_by_its_form(admin: Account) -> None:
    bad: list[dict[str, Any]] = [
        {"duration_s": 59},
        {"duration_s": 14 * 86400 + 1},
        {"waves": 0},
        {"waves": 11},
        {"waves": 2, "snippets": [NOWHERE]},
        {"title": " "},
        {"language": "COBOL"},
        {"starts_at": "tomorrow"},
    ]
    for about in bad:
        assert (await refused(admin, "POST", **wanted(**about)))[0] == 422, about


async def test_half_of_the_snippets_stay_with_the_rotation(admin: Account) -> None:
    await made(admin, title="One", waves=6)  # of twelve
    assert await refused(admin, "POST", **wanted(title="Two")) == (409, "contest/too-few-snippets")
    assert await refused(admin, "POST", **wanted(title="Two", difficulty="HARD")) == (409, "contest/too-few-snippets")


async def test_there_is_a_limit_of_those_that_are_not_over(
    pg: Pool, admin: Account, teacher: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "PUBLIC_LIMIT", 1)
    monkeypatch.setattr(making, "GROUP_LIMIT", 1)
    slug = await made(admin)
    await made(teacher, group="class-9b")
    assert await refused(admin, "POST", **wanted()) == (409, "contest/too-many")
    assert await refused(teacher, "POST", **wanted(group="class-9b")) == (409, "contest/too-many")
    await fixed(pg, slug)
    await made(admin)


async def test_one_account_keeps_little_of_the_library_by_its_groups(
    pg: Pool, admin: Account, teacher: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await teacher.request("POST", "/api/groups", name="Other", join="OPEN")
    other = answer.json()["slug"]
    late = (datetime.now(UTC) + timedelta(days=61)).isoformat()
    assert await refused(teacher, "POST", **wanted(group=other, starts_at=late)) == (422, "contest/times")
    slug = await made(teacher, group="class-9b", waves=2)
    assert await refused(teacher, "PUT", f"/{slug}", starts_at=late) == (422, "contest/times")
    assert await refused(teacher, "POST", **wanted(group=other, waves=2)) == (409, "contest/too-few-snippets")
    assert await refused(teacher, "PUT", f"/{slug}", waves=4) == (409, "contest/too-few-snippets")
    await made(admin, waves=3, starts_at=late)
    monkeypatch.setattr(making, "MAKER_LIMIT", 2)
    await made(teacher, group=other)
    assert await refused(teacher, "POST", **wanted(group=other)) == (409, "contest/too-many")
    await call(teacher, "DELETE", f"/{slug}")
    await made(teacher, group=other)


async def test_it_is_changed_until_it_begins_and_never_after(pg: Pool, admin: Account) -> None:
    slug = await made(admin, waves=2)
    before = await kept(pg, slug)
    view = await call(admin, "PUT", f"/{slug}", title="Saturday", duration_s=60)
    assert (view["contest"]["title"], view["contest"]["slug"], view["contest"]["duration_s"]) == ("Saturday", slug, 60)
    assert sorted(await kept(pg, slug)) == sorted(before)
    view = await call(admin, "PUT", f"/{slug}", waves=3)
    assert len(view["snippets"]) == len(await kept(pg, slug)) == 3
    chosen = await add_to(pg, code(80), is_active=False)  # is never drawn
    view = await call(admin, "PUT", f"/{slug}", snippets=[chosen])
    assert await kept(pg, slug) == [chosen]
    assert [one["id"] for one in view["snippets"]] == [chosen]
    await call(admin, "PUT", f"/{slug}", difficulty="HARD", snippets=[chosen])
    assert await kept(pg, slug) == [chosen]
    await call(admin, "PUT", f"/{slug}", difficulty="NORMAL", snippets=[chosen])
    view = await call(admin, "PUT", f"/{slug}", waves=1)  # as many, and yet others
    assert len(view["snippets"]) == 1
    assert await kept(pg, slug) == [view["snippets"][0]["id"]] != [chosen]
    assert await refused(admin, "PUT", f"/{slug}", starts_at="2020-01-01T00:00:00Z") == (422, "contest/times")
    await begin(pg, slug)
    assert await refused(admin, "PUT", f"/{slug}", title="Late") == (409, "contest/begun")
    assert await refused(admin, "DELETE", f"/{slug}") == (409, "contest/begun")


async def test_one_that_is_deleted_gives_its_snippets_back(pg: Pool, admin: Account) -> None:
    draft = await add_to(pg, code(80), is_active=False)
    slug = await made(admin, waves=None, snippets=[draft])
    await call(admin, "DELETE", f"/{slug}")
    assert await refused(admin, "GET", f"/{slug}") == (404, "contest/no-such-contest")
    row = await pg.fetchrow("SELECT kept_for, is_active, published_at FROM code_snippets WHERE id = $1", draft)
    assert row is not None
    assert tuple(row) == (None, False, None)


async def test_deeds_of_its_staff_are_in_the_audit_log(pg: Pool, teacher: Account) -> None:
    slug = await made(teacher, group="class-9b")
    await call(teacher, "PUT", f"/{slug}", title="Saturday")
    await call(teacher, "PUT", f"/{slug}", title="Saturday")  # changes nothing
    await call(teacher, "DELETE", f"/{slug}")
    rows = await pg.fetch("SELECT action, old_values, new_values, user_id FROM audit_logs WHERE entity_id = $1", slug)
    assert [row["action"] for row in rows] == ["create", "edit", "delete"]
    assert {row["user_id"] for row in rows} == {teacher.id}
    assert (rows[1]["old_values"], rows[1]["new_values"]) == ({"title": "Friday night"}, {"title": "Saturday"})
    assert rows[0]["new_values"]["group"] == "class-9b"
    assert "total" not in str(rows[0]["new_values"])  # no text of a snippet


async def test_its_snippets_are_everybody_s_when_it_is_over(live: Live, pg: Pool, admin: Account) -> None:
    draft = await add_to(pg, code(80), is_active=False)
    slug = await running(admin, pg, waves=None, snippets=[draft])
    assert (await live.http.get(f"/api/contests/{slug}")).json()["snippets"] is None
    await end(pg, slug)
    await fixed(pg, slug)
    seen = (await live.http.get(f"/api/contests/{slug}")).json()
    assert (seen["contest"]["state"], [one["id"] for one in seen["snippets"]]) == ("OVER", [draft])
    assert await pg.fetchval("SELECT is_active AND kept_for IS NULL FROM code_snippets WHERE id = $1", draft)


async def test_one_of_a_group_goes_with_it(pg: Pool, teacher: Account) -> None:
    slug = await made(teacher, group="class-9b", waves=2)
    assert len(await kept(pg, slug)) == 2
    answer = await teacher.request("DELETE", "/api/groups/class-9b")
    assert answer.status_code == 204
    assert await pg.fetchval("SELECT count(*) FROM contests") == 0
    assert await kept(pg, slug) == []


WAYS_OUT: list[tuple[str, str, dict[str, Any]]] = [
    ("DELETE", "/api/groups/{slug}", {}),
    ("POST", "/api/groups/{slug}/leave", {}),
    ("DELETE", "/api/user/account", {"password": PASSWORD}),
]


async def test_a_group_that_goes_waits_for_whoever_writes_the_library(live: Live, pg: Pool) -> None:
    """Otherwise both wait for each other: for the contest that goes, and for a snippet that it keeps."""
    for number, (method, path, body) in enumerate(WAYS_OUT):
        owner = await live.register(f"owner{number}")
        group = (await owner.request("POST", "/api/groups", name=f"Class {number}")).json()["slug"]
        slug = await made(owner, group=group)
        async with pg.acquire() as writer, writer.transaction():
            await library.take_turn(writer)
            await writer.execute("SELECT FROM code_snippets WHERE kept_for = $1 FOR UPDATE", slug)
            going = asyncio.create_task(owner.request(method, path.format(slug=group), **body))
            await until_waiting(pg, 1)
            # What the next version of such a snippet asks for.
            await writer.execute("SELECT FROM contests WHERE slug = $1 FOR KEY SHARE", slug)
        answer = await going
        assert answer.is_success, answer.text
        assert await pg.fetchval("SELECT count(*) FROM groups") == 0
        assert await kept(pg, slug) == []
