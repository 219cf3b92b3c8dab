"""The export: everything, nobody else's, and no secret."""

from __future__ import annotations

from dataclasses import replace

import asyncpg
import orjson
import pytest

from server.infra.personal import Exported, PersonalRecords, sections
from server.key_logs.converting import convert
from server.people import Accounts, everything_kept
from server.people.export import export, export_model
from tests.accounts import Browser
from tests.http import fits, problem
from tests.people.games import KEY_LOG, SNIPPET, add_game, saw_snippets


def in_pages_of_2(record: PersonalRecords) -> PersonalRecords:
    return replace(record, export=replace(record.export, page=2)) if isinstance(record.export, Exported) else record


async def test_an_export_holds_all_of_ones_own_and_nobody_elses(
    ada: Browser, bob: Browser, pg: asyncpg.Pool, accounts: Accounts
) -> None:
    accounts.records = tuple(in_pages_of_2(record) for record in accounts.records)
    results = {await add_game(pg, ada.id, words) for words in range(20, 25)}
    theirs = await add_game(pg, bob.id, 30)
    ghost = min(results)
    begin = "INSERT INTO game_sessions (user_id, mode, language, ghost_of) VALUES ($1, 'GHOST', 'REACT', $2)"
    await pg.execute(begin, ada.id, ghost)
    await saw_snippets(pg, ada.id, bob.id)
    response = await ada.call("GET", "/api/user/export")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["content-disposition"] == 'attachment; filename="prodev-ada.json"'
    answer = response.json()
    assert fits(export_model(accounts.records), answer)
    assert answer["profile"]["email"] == "ada@example.com"
    assert answer["settings"]["theme"] == "system"
    assert answer["statistics"]["user_id"] == ada.id
    assert {result["id"] for result in answer["game_results"]} == results
    assert len(answer["game_results"]) == len(answer["typing_sessions"]) == len(answer["typing_results"]) == 5
    assert len(answer["game_sessions"]) == 6
    against = [(game["mode"], game["ghost_of"]) for game in answer["game_sessions"] if game["ghost_of"]]
    assert against == [("GHOST", ghost)]
    assert sorted(seen["difficulty"] for seen in answer["recent_snippets"]) == ["EASY", "HARD", "NORMAL"]
    assert all(seen["snippet_ids"] == [SNIPPET] for seen in answer["recent_snippets"])
    assert all(log["key_sequence"] == KEY_LOG for log in answer["typing_sessions"])
    assert [sign_in["user_agent"] for sign_in in answer["sign_ins"]] == ["Ada's laptop"]
    assert theirs not in response.text and bob.id not in response.text


async def test_an_export_is_the_same_in_whichever_form_logs_are_stored(ada: Browser, pg: asyncpg.Pool) -> None:
    for words in range(20, 27):
        await add_game(pg, ada.id, words)
    as_json = (await ada.call("GET", "/api/user/export")).content
    assert (await convert(pg, compact=True)).rows == 7
    assert (await ada.call("GET", "/api/user/export")).content == as_json


async def test_an_export_holds_no_secret(ada: Browser, pg: asyncpg.Pool) -> None:
    await add_game(pg, ada.id, 20)
    text = (await ada.call("GET", "/api/user/export")).text
    secrets = await pg.fetch(
        """
        SELECT password_hash::text AS secret FROM users UNION ALL SELECT token_hash FROM refresh_tokens
        UNION ALL SELECT session_token::text FROM game_sessions
        UNION ALL SELECT session_token::text FROM typing_sessions
        """
    )
    assert len(secrets) == 4
    assert not [row for row in secrets if row["secret"].strip() in text]
    assert ada.refresh_token not in text and ada.token not in text


async def test_a_guest_who_never_played_has_an_export_too(guest: Browser, accounts: Accounts) -> None:
    answer = (await guest.call("GET", "/api/user/export")).json()
    assert fits(export_model(accounts.records), answer)
    assert answer["game_results"] == [] and answer["profile"]["is_guest"]


async def test_an_account_that_is_purged_meanwhile_leaves_a_whole_document(pg: asyncpg.Pool) -> None:
    pieces = [piece async for piece in sections(pg, everything_kept(), SNIPPET)]
    document = orjson.loads(b"{" + b"".join(pieces) + b"}")
    assert document["profile"] is None and document["game_results"] == []


async def test_nobody_exports_without_a_token(guest: Browser) -> None:
    assert problem(await guest.http.get("/api/user/export")) == (401, "auth/required")


async def test_an_export_breaks_off_when_its_reader_is_signed_out(
    ada: Browser, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.people.export.CONFIRM_EVERY_S", 0.0)
    cuts: list[None] = []
    pieces = await export(accounts, await accounts.sign_in.authenticate(ada.token), lambda: cuts.append(None))
    assert [await anext(pieces) for _ in range(3)] and not cuts
    assert (await ada.call("POST", "/api/auth/logout-all")).status_code == 204
    assert [piece async for piece in pieces] == [] and len(cuts) == 1
