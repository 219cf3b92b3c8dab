"""Assignments, who has done them, and results for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.groups import reminding, results_csv
from server.infra.postgres import Pool
from server.results import PERSONAL_COLUMNS
from tests.accounts import Browser
from tests.groups.test_groups import Group
from tests.http import problem
from tests.leaderboards.boards import play


@pytest.fixture
async def member(bob: Browser, group: Group) -> Browser:
    await bob.call("POST", "/api/groups/join", {"code": group["invite_code"]})
    return bob


async def test_who_has_done_an_assignment_follows_from_the_results(
    ada: Browser, member: Browser, group: Group, pg: Pool
) -> None:
    path = f"/api/groups/{group['slug']}/assignments"
    wanted = {"title": "Two games of Python", "language": "python", "games": 2, "min_accuracy": 50}
    made = (await ada.call("POST", path, wanted)).json()
    assert [(one["username"], one["games"], one["done"]) for one in made["progress"]] == [("bob", 0, False)]

    async def progress() -> tuple[int, bool]:
        (one,) = (await member.call("GET", path)).json()
        (own,) = one["progress"]
        return own["games"], own["done"]

    at = datetime.now(UTC)
    await play(pg, member.id, ended_at=at - timedelta(hours=1))
    await play(pg, member.id, language="REACT", ended_at=at + timedelta(seconds=5))
    assert await progress() == (0, False)  # before it was asked for, and in another language
    counted = await play(pg, member.id, ended_at=at + timedelta(seconds=5))
    assert await progress() == (1, False)
    await play(pg, member.id, ended_at=at + timedelta(seconds=6))
    assert await progress() == (2, True)
    await pg.execute("UPDATE game_results SET verdict = 'rejected', ranked = false, unranked_reason = 'verdict'"
                     " WHERE id = $1", counted.id)  # fmt: skip
    assert await progress() == (1, False)
    assert (await ada.call("DELETE", f"{path}/{made['id']}")).status_code == 204
    assert problem(await ada.call("DELETE", f"{path}/{made['id']}")) == (404, "group/no-such-assignment")


async def test_what_is_done_after_the_date_is_not_done(ada: Browser, member: Browser, group: Group, pg: Pool) -> None:
    at = datetime.now(UTC)
    body = {"title": "Today", "due_at": (at + timedelta(seconds=30)).isoformat()}
    path = f"/api/groups/{group['slug']}/assignments"
    assert (await ada.call("POST", path, body)).status_code == 201
    await play(pg, member.id, ended_at=at + timedelta(seconds=40))
    (one,) = (await ada.call("GET", path)).json()
    assert one["progress"][0]["games"] == 0
    for no_instant in ("2026-12-01T10:00:00", "1796119200", "0.5"):
        refused = await ada.call("POST", path, {"title": "When", "due_at": no_instant})
        assert refused.status_code == 422


async def test_results_are_a_table_that_runs_nothing(ada: Browser, member: Browser, group: Group, pg: Pool) -> None:
    await pg.execute("UPDATE users SET display_name = '=cmd|'' /C calc''!A0' WHERE id = $1", member.id)
    game = await play(pg, member.id, ended_at=datetime.now(UTC) + timedelta(seconds=1))
    await play(pg, member.id, ended_at=datetime.now(UTC) - timedelta(days=1))  # before they joined
    answer = await ada.call("GET", f"/api/groups/{group['slug']}/results.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 1
    assert rows[0]["display_name"].startswith("'=cmd")
    assert (rows[0]["username"], rows[0]["final_score"]) == ("bob", str(game.final_score))


async def copy(pg: Pool, results: list[str]) -> None:
    """Six hundred times, two in each second that follows."""
    copied = ", ".join(
        name for name in PERSONAL_COLUMNS["game_results"] if name not in ("id", "session_id", "ended_at")
    )
    await pg.execute(
        f"""
        WITH given AS (
            SELECT r.*, n, r.ended_at + (n / 2 + 1) * interval '1 second' AS at
            FROM game_results r, generate_series(0, 599) n WHERE r.id = ANY($1::uuid[])
        ), sessions AS (
            INSERT INTO game_sessions (id, user_id, language, started_at, ended_at, is_completed)
            SELECT md5(id::text || n)::uuid, user_id, 'GO', ended_at, at, true FROM given
        )
        INSERT INTO game_results (user_id, session_id, ended_at, {copied})
        SELECT user_id, md5(id::text || n)::uuid, at, {copied} FROM given
        """,
        results,
    )


async def test_results_go_on_page_by_page_until_all_are_there(
    ada: Browser, member: Browser, group: Group, pg: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two players, two games of each at the same moment, where one sort or page ends and the next begins."""
    monkeypatch.setattr(results_csv, "GAMES_A_SORT", 501)
    games = [await play(pg, player.id, ended_at=datetime.now(UTC)) for player in (ada, member)]
    await copy(pg, [game.id for game in games])
    stored = await pg.fetch("SELECT username, ended_at FROM game_results r JOIN users u ON u.id = r.user_id")
    answer = await ada.call("GET", f"/api/groups/{group['slug']}/results.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    found = [(row["username"], datetime.fromisoformat(row["ended_at"])) for row in rows]
    assert sorted(found) == sorted(tuple(row) for row in stored) and len(found) > 2 * results_csv.ROWS_A_FETCH
    assert [at for _, at in found] == sorted((at for _, at in found), reverse=True)


async def test_practice_is_in_no_table_and_no_progress_of_a_teacher(
    ada: Browser, member: Browser, group: Group, pg: Pool
) -> None:
    """Also where an assignment from before the rule asks for it."""
    path = f"/api/groups/{group['slug']}"
    for mode in ("PRACTICE", "CHALLENGE"):
        refused = await ada.call("POST", f"{path}/assignments", {"title": "In private", "mode": mode})
        assert problem(refused) == (422, "request/invalid"), mode
    made = (await ada.call("POST", f"{path}/assignments", {"title": "Any"})).json()
    game = await play(pg, member.id, ended_at=datetime.now(UTC) + timedelta(seconds=5))
    for change in (
        "UPDATE game_results SET mode = 'PRACTICE', ranked = false, unranked_reason = 'practice' WHERE id = $1",
        "UPDATE game_sessions SET mode = 'PRACTICE' WHERE id = (SELECT session_id FROM game_results WHERE id = $1)",
    ):
        await pg.execute(change, game.id)
    await pg.execute("UPDATE group_assignments SET mode = 'PRACTICE' WHERE id = $1", made["id"])
    (one,) = (await ada.call("GET", f"{path}/assignments")).json()
    assert one["progress"][0]["games"] == 0
    answer = await ada.call("GET", f"{path}/results.csv")
    assert list(csv.DictReader(io.StringIO(answer.text))) == []


async def test_who_has_not_done_what_is_due_is_told_once(ada: Browser, member: Browser, group: Group, pg: Pool) -> None:
    at = datetime.now(UTC).replace(microsecond=0)
    path, due = f"/api/groups/{group['slug']}/assignments", at + timedelta(hours=30)
    asked = [{"title": "One game", "due_at": due.isoformat()}, {"title": "Two", "games": 2, "due_at": due.isoformat()}]
    for body in asked:
        assert (await ada.call("POST", path, body)).status_code == 201
    await play(pg, member.id, ended_at=at + timedelta(seconds=5))
    remind = reminding(pg).work
    await remind(due - timedelta(hours=25))
    assert await pg.fetch("SELECT FROM notifications") == []
    await remind(due - timedelta(hours=24))
    await remind(due - timedelta(hours=23))
    (row,) = await pg.fetch("SELECT user_id, kind, data FROM notifications")  # the teacher is not asked
    assert (row["user_id"], row["kind"]) == (member.id, "ASSIGNMENT_DUE")
    named = {"group": group["slug"], "group_name": group["name"]}
    assert row["data"] == {"title": "Two", "due_at": f"{due:%Y-%m-%dT%H:%M:%S}.000Z", **named}


async def test_a_page_of_results_reads_no_other_game_of_its_players(
    ada: Browser, member: Browser, group: Group, pg: Pool
) -> None:
    await copy(pg, [(await play(pg, player.id, ended_at=datetime.now(UTC))).id for player in (ada, member)])
    await pg.execute("ANALYZE")
    group_id = await pg.fetchval("SELECT id FROM groups")
    ids = [row["id"] for row in await pg.fetch("SELECT id FROM game_results ORDER BY ended_at LIMIT 20")]
    async with pg.acquire() as connection:
        await connection.execute("SET enable_seqscan = off")  # all of them are in a few blocks here
        explain = f"EXPLAIN (ANALYZE, FORMAT JSON) {results_csv.ROWS}"
        (found,) = await connection.fetchval(explain, ids, group_id)
        await connection.execute("RESET enable_seqscan")
    assert sum(map(results_read, nodes(found["Plan"]))) == len(ids)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def results_read(node: dict[str, Any]) -> float:
    if not node.get("Relation Name", "").startswith("game_results"):
        return 0
    read: float = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    return read
