"""The client's side of a match: a game that begins with it and cannot be stopped, and who is where."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser.test_socket import START, WAVE, Server, phase, welcome

RACE = "await import('/static/js/game/race.js')"


@pytest.fixture
async def server(client_page: Page) -> Server:
    server = Server()
    await client_page.route_web_socket("ws://client.test/ws/play", server.take)
    await client_page.evaluate(
        START.replace("told.push(event))", "told.push(event), undefined, { isSeat: true })"),
    )
    await server.next("hello")
    return server


def match(state: str, starts_in_ms: int | None = None) -> dict[str, Any]:
    return {"t": "match", "state": state, "starts_in_ms": starts_in_ms, "seats": []}


async def test_it_waits_until_the_match_begins(client_page: Page, server: Server) -> None:
    server.send(welcome(v=0, wave=None))
    await phase(client_page, "waiting")
    server.send(match("COUNTDOWN", 60_000))  # it is early to look at the code
    await client_page.wait_for_function("told.some((event) => event.type === 'match')")
    assert await client_page.evaluate("game.phase") == "waiting"
    server.send(match("COUNTDOWN", 2_000))
    await phase(client_page, "countdown")
    await client_page.evaluate("game.press('\\n')")  # nobody begins before the others
    server.send(match("OPEN"))  # too few are left
    await phase(client_page, "waiting")
    server.send({"t": "running", "v": 1, "at": 0})
    server.send({**WAVE, "t": "wave", "v": 2})
    await phase(client_page, "running")
    await client_page.wait_for_function("game.model.due === 'a'")
    await client_page.evaluate("game.press('a')")
    frame = await server.next("k")
    assert (frame["s"], [key for _, key in frame["e"]]) == (1, ["a"])


async def test_neither_a_pause_nor_a_drop_stops_its_clock(client_page: Page, server: Server) -> None:
    server.send(welcome(v=2, running=True, at=1_000))
    await phase(client_page, "running")
    await client_page.evaluate("game.pause()")
    assert await client_page.evaluate("game.phase") == "running"
    await server.close(4001)
    await phase(client_page, "reconnecting")
    was = await client_page.evaluate("game.clock.now()")
    await client_page.wait_for_function("(was) => game.clock.now() > was", arg=was)
    await server.next("hello")
    server.send(welcome(v=2, running=True, at=9_000))
    await phase(client_page, "running")
    assert await client_page.evaluate("game.clock.now()") >= 9_000
    said = [server.frames.get_nowait()["t"] for _ in range(server.frames.qsize())]
    assert not {"go", "pause"} & set(said)


async def test_places_come_before_keys_and_equals_share_one(client_page: Page) -> None:
    rows = [[1, 70, 60.0, 99.0, 100, 2, 2], [2, 40, 50.0, 90.0, 80, 1, None], [3, 70, 66.0, 97.0, 90, 2, 1]]
    rows += [[4, 40, 51.0, 95.0, 70, 1, None], [5, 0, 0.0, 0.0, 100, 1, None]]
    found = await client_page.evaluate(
        f"""async (rows) => {{
          const {{ arrivals, keysBefore, positions, progressOf }} = {RACE};
          const was = progressOf(rows.map((row) => [...row.slice(0, 6), row[0] === 1 ? 2 : null]));
          const is = progressOf(rows);
          return {{
            positions: Object.fromEntries(positions(is)),
            arrivals: arrivals(was, is).map(({{ seat }}) => seat),
            all: arrivals(new Map(), is).map(({{ seat }}) => seat),
            before: [1, 2, 3].map((wave) => keysBefore([30, 40, 50], wave)),
          }};
        }}""",
        rows,
    )
    assert found == {
        "positions": {"1": 2, "2": 3, "3": 1, "4": 3, "5": 5},
        "arrivals": [3],
        "all": [3, 1],
        "before": [0, 30, 70],
    }
