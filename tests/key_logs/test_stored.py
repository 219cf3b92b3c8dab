"""Stored logs: what SQL selects and what is read from it."""

from __future__ import annotations

import hashlib
import re

import orjson
import pytest

from game.keylog import decode, encode
from server.infra.postgres import Pool
from server.key_logs import (
    StoredLog,
    column_of,
    document_of,
    has_log,
    json_of,
    log_of,
    mentions,
    stored,
    stored_waves,
    waves_of,
)
from server.key_logs.form import set_form
from server.practice.plays_read import plays_of
from server.results import record
from server.settings import ROOT
from tests.game.games import wave
from tests.played_games import log_of as log_played
from tests.played_games import played, well_typed
from tests.results.games import add_player, finished, start_game
from tests.rows import one_row
from tests.snippets import AddSnippet, code

TEXT = "if a:\n    b = 'c'"
SELECTED = f"""
SELECT {stored("t")} AS log, {stored_waves("t")} AS waves, {has_log("t")} AS has_log, key_digest
FROM typing_sessions t WHERE game_session_id = $1
"""
# Outside server/key_logs those who name the column to people.
NAME_IT = {"server/infra/audit.py", "server/play/personal.py", "server/proof/checking.py"}


@pytest.mark.parametrize("compact", [True, False], ids=["compact", "json"])
async def test_a_saved_log_is_read_as_it_was(pg: Pool, compact: bool) -> None:
    await set_form(pg, compact=compact)
    player = await add_player(pg)
    session = await start_game(pg, player)
    assert not (await one_row(pg, SELECTED, session))["has_log"]
    log = log_played([wave(TEXT), wave("b = 1", number=2)], well_typed(TEXT))
    await record(pg, finished(session, player, key_log=encode(log)))
    row = await one_row(pg, SELECTED, session)
    assert row["has_log"]
    assert column_of(row["log"]) == ("key_log" if compact else "key_sequence")
    assert json_of(row["log"]) == orjson.dumps(encode(log))
    assert row["key_digest"] == hashlib.sha256(json_of(row["log"])).digest()
    assert orjson.dumps(document_of(row["log"])) == orjson.dumps(encode(log))
    assert log_of(row["log"]) == decode(encode(log))
    assert waves_of(row["log"]) == waves_of(row["waves"]) == log.waves
    assert mentions(row["log"], log.waves[0].snippet_id)
    assert not mentions(row["log"], "00000000-0000-4000-8000-00000000abcd")


@pytest.mark.parametrize(
    ("log", "why"),
    [
        *((None, "there is no log"), (b"", "zero-length"), (b"null", "not a key log of a known format")),
        *((b'{"format":3}', "not a key log of format 3"), (b"\x01", "damaged")),
    ],
)
def test_what_is_no_log_is_refused(log: StoredLog | None, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        log_of(log)


async def test_the_plays_of_a_snippet_come_from_the_first_games_that_had_it(
    pg: Pool, add_snippet: AddSnippet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.practice.plays_read.LOGS_AT_ONCE", 2)
    wanted, other = await add_snippet(code(1)), await add_snippet(code(2))
    ada, bob = await add_player(pg), await add_player(pg)
    games = [
        await played(pg, ada, [other], well_typed(code(2))),
        await played(pg, ada, [wanted], well_typed(code(1), ms=300)),
        await start_game(pg, ada),
        await played(pg, bob, [other, wanted], [*well_typed(code(2)), *well_typed(code(1), ms=200)]),
        await played(pg, ada, [wanted], well_typed(code(1), ms=100)),
    ]
    found = [(play.user_id, play.wave.wave.snippet_id) for play in await plays_of(pg, wanted, games, 2)]
    assert found == [(ada, wanted), (bob, wanted)]
    assert len(await plays_of(pg, wanted, games, 9)) == 3
    assert [play.user_id for play in await plays_of(pg, wanted, games[::-1], 1)] == [ada]


def test_nobody_else_reads_them() -> None:
    named = {
        str(module.relative_to(ROOT))
        for module in (ROOT / "server").rglob("*.py")
        if re.search(r"\bkey_sequence\b", module.read_text()) and module.parent.name != "key_logs"
    }
    assert named == NAME_IT
