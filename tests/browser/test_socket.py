"""The client's side of `prodev.v1`, against a server that the test plays itself."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from playwright.async_api import Page, WebSocketRoute

WAVE = {
    "n": 1,
    "snippet": "s",
    "language": "PYTHON",
    "text": "ab cd\nef",
    "words": [[0, 2, "name"], [3, 5, "name"], [6, 8, "name"]],
    "enemies": [
        {"start": 0, "end": 5, "due": 600_000, "every_ms": 2_000, "damage": 10},
        {"start": 6, "end": 8, "due": 600_000, "every_ms": 2_000, "damage": 10},
    ],
    "at": 0,
}
TOTALS = {
    "correct_words": 0,
    "incorrect_words": 0,
    "total_words_typed": 0,
    "enemies_killed": 0,
    "waves_completed": 0,
    "max_combo": 0,
    "total_damage_dealt": 0,
    "total_damage_taken": 0,
    "total_keys_pressed": 0,
    "correct_keys": 0,
}
START = """async () => {
  const { PlaySocket } = await import('/static/js/net/socket.js');
  const { Game } = await import('/static/js/game/session.js');
  window.told = [];
  const open = (listener) => new PlaySocket('ws://client.test/ws/play', 'token', listener);
  window.game = new Game(open, (event) => told.push(event));
  game.socket.connect();
}"""
PATIENCE_S = 15


def welcome(s: int = 0, d: int = 0, v: int = 1, p: int = 0, at: int = 0, **more: Any) -> dict[str, Any]:
    frame = {"t": "welcome", "session": "id", "epoch": "e1", "s": s, "d": d, "v": v, "at": at, "running": False}
    frame |= {"hp": 100, "combo": 1, "streak": 0, "dirty": False, "max_combo": 0, "p": p}
    return {**frame, "totals": TOTALS, "wave": WAVE, **more}


class Server:
    """Takes every connection of the page; frames wait in `frames` until the test reads them."""

    def __init__(self) -> None:
        self.connections = 0
        self.frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.socket: WebSocketRoute | None = None

    def take(self, socket: WebSocketRoute) -> None:
        self.connections += 1
        self.socket = socket
        socket.on_message(lambda text: self.frames.put_nowait(json.loads(text)))

    async def next(self, t: str) -> dict[str, Any]:
        """The page's next frame of this kind; pings and others are passed over."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                frame = await self.frames.get()
                if frame["t"] == t:
                    return frame

    def send(self, frame: dict[str, Any]) -> None:
        assert self.socket is not None
        self.socket.send(json.dumps(frame))

    async def close(self, code: int) -> None:
        assert self.socket is not None
        await self.socket.close(code=code)


@pytest.fixture
async def server(client_page: Page) -> Server:
    server = Server()
    await client_page.route_web_socket("ws://client.test/ws/play", server.take)
    await client_page.evaluate(START)
    return server


async def phase(page: Page, name: str) -> None:
    await page.wait_for_function("(name) => game.phase === name", arg=name)


async def playing(page: Page, server: Server, keys: str = "") -> None:
    """Past the countdown, with some keys pressed in one task each."""
    await server.next("hello")
    server.send(welcome())
    await phase(page, "countdown")
    await page.evaluate("game.press('\\n')")
    await server.next("go")
    server.send({"t": "running", "v": 2, "at": 0})
    for key in keys:
        await page.evaluate("(key) => game.press(key)", key)
        await server.next("k")


async def test_first_hello_resumes_nothing(server: Server) -> None:
    assert await server.next("hello") == {"t": "hello", "token": "token", "next": True, "beat": 4_000}


async def test_keys_are_numbered_from_one_and_timed(client_page: Page, server: Server) -> None:
    await playing(client_page, server)
    await client_page.evaluate("() => { game.press('a'); game.press('b'); }")
    frame = await server.next("k")
    assert frame["s"] == 1
    assert [key for _, key in frame["e"]] == ["a", "b"]
    times = [ms for ms, _ in frame["e"]]
    assert times == sorted(times)
    assert all(isinstance(ms, int) and ms >= 0 for ms in times)


async def test_countdown_goes_by_itself_after_three_seconds(client_page: Page, server: Server) -> None:
    await server.next("hello")
    began = asyncio.get_running_loop().time()
    server.send(welcome())
    await server.next("go")
    assert asyncio.get_running_loop().time() - began > 2.5


async def test_enter_cuts_the_countdown_short_and_is_no_keystroke(client_page: Page, server: Server) -> None:
    await playing(client_page, server)
    assert await client_page.evaluate("game.socket.outbox.last") == 0


async def test_keys_before_go_are_dropped(client_page: Page, server: Server) -> None:
    await server.next("hello")
    server.send(welcome())
    await phase(client_page, "countdown")
    await client_page.evaluate("game.press('a')")
    assert await client_page.evaluate("[game.model.cursor, game.socket.outbox.last]") == [0, 0]


async def test_dropped_line_comes_back_and_sends_what_the_server_lacks(client_page: Page, server: Server) -> None:
    await playing(client_page, server, "ab cd")
    server.send({"t": "a", "s": 2, "d": 1, "p": 2, "c": 1, "hp": 100})
    await client_page.wait_for_function("game.socket.outbox.durable === 1")
    await server.close(4001)
    await phase(client_page, "reconnecting")
    assert (await server.next("hello"))["resume"] == {"epoch": "e1", "d": 1, "v": 2, "k": 5}
    server.send(welcome(s=2, d=2, v=2, p=2, at=900))
    again = await server.next("k")
    assert again["s"] == 3
    assert [key for _, key in again["e"]] == [" ", "c", "d"]
    await phase(client_page, "countdown")
    assert await client_page.evaluate("[game.model.cursor, game.model.enemy]") == [5, 0]
    await server.next("go")


async def test_keys_pressed_while_the_line_is_away_are_dropped(client_page: Page, server: Server) -> None:
    await playing(client_page, server, "a")
    await server.close(4008)
    await phase(client_page, "reconnecting")
    await client_page.evaluate("game.press('b')")
    assert await client_page.evaluate("[game.model.cursor, game.socket.outbox.last]") == [1, 1]


async def test_lost_journal_starts_the_count_where_the_server_stands(client_page: Page, server: Server) -> None:
    await playing(client_page, server, "ab c")
    server.send({"t": "a", "s": 4, "d": 4, "p": 4, "c": 1, "hp": 100})
    await client_page.wait_for_function("game.socket.outbox.durable === 4")
    await server.close(4001)
    await server.next("hello")
    server.send(welcome(s=1, d=1, v=2, p=1, epoch="e2"))
    await server.next("go")
    await client_page.evaluate("game.press('b')")
    assert (await server.next("k"))["s"] == 2


async def test_servers_cursor_wins(client_page: Page, server: Server) -> None:
    await playing(client_page, server, "ab")
    server.send({"t": "a", "s": 2, "d": 0, "p": 0, "c": 1, "hp": 100})
    await client_page.wait_for_function("game.corrections === 1")
    assert await client_page.evaluate("game.model.cursor") == 0


async def test_agreeing_server_corrects_nothing(client_page: Page, server: Server) -> None:
    await playing(client_page, server, "ab c")
    server.send({"t": "a", "s": 4, "d": 4, "p": 4, "c": 1, "hp": 93})
    await client_page.wait_for_function("game.hp === 93")
    assert await client_page.evaluate("[game.corrections, game.model.cursor]") == [0, 4]


async def test_event_seen_twice_counts_once(client_page: Page, server: Server) -> None:
    await playing(client_page, server)
    hit = {"t": "hit", "v": 3, "enemy": 0, "damage": 10, "hp": 90, "at": 100}
    server.send(hit)
    server.send(hit)
    server.send({"t": "hit", "v": 4, "enemy": 0, "damage": 10, "hp": 80, "at": 100})
    await client_page.wait_for_function("game.hp === 80")
    assert await client_page.evaluate("game.model.totals.damage_taken") == 20


async def test_a_push_moves_the_deadlines_that_a_welcome_then_tells_anew(client_page: Page, server: Server) -> None:
    await playing(client_page, server, "ab cd")
    server.send({"t": "kill", "v": 3, "enemy": 0, "at": 90})
    server.send({"t": "push", "v": 4, "by_ms": 800, "at": 90})
    server.send({"t": "push", "v": 4, "by_ms": 800, "at": 90})
    await client_page.wait_for_function("told.some((event) => event.type === 'push' && event.by_ms === 800)")
    due = "[game.model.wave.enemies[1].due, game.model.cursor]"
    assert await client_page.evaluate(due) == [600_800, 5]
    await server.close(4001)
    await server.next("hello")
    server.send(welcome(s=5, d=5, v=4, p=5, at=900))
    await phase(client_page, "countdown")
    assert await client_page.evaluate(due) == [600_000, 5]


async def test_missed_event_asks_for_a_full_welcome(client_page: Page, server: Server) -> None:
    await playing(client_page, server)
    server.send({"t": "hit", "v": 5, "enemy": 0, "damage": 10, "hp": 70, "at": 100})
    assert (await server.next("hello"))["resume"]["v"] == 2


async def test_final_close_code_is_told_and_nobody_comes_back(client_page: Page, server: Server) -> None:
    for number, code in enumerate([4500, 4501, 4502, 4504, 4506], 1):
        await playing(client_page, server)
        await server.close(code)
        await phase(client_page, "closed")
        state = await client_page.evaluate("[game.closeCode, game.socket.ended, game.socket.socket]")
        assert state == [code, True, None]
        assert server.connections == number
        await client_page.evaluate(START)


async def test_over_ends_it_and_its_close_is_no_loss(client_page: Page, server: Server) -> None:
    await playing(client_page, server)
    server.send({"t": "over", "reason": "quit", "result": {"id": "r"}})
    await phase(client_page, "over")
    await server.close(1000)
    assert await client_page.evaluate("game.outcome") == {"reason": "quit", "result": {"id": "r"}}
    assert await client_page.evaluate("told.some((event) => event.phase === 'reconnecting')") is False


async def test_pause_holds_through_a_lost_line(client_page: Page, server: Server) -> None:
    await playing(client_page, server)
    await client_page.evaluate("game.pause()")
    await server.next("pause")
    await server.close(4001)
    await server.next("hello")
    server.send(welcome(v=2))
    await phase(client_page, "paused")


async def test_keys_after_the_wave_wait_for_the_next(client_page: Page, server: Server) -> None:
    await playing(client_page, server, "ab cd\nef")
    await client_page.evaluate("game.press('x')")
    assert await client_page.evaluate("game.socket.outbox.last") == 8
    server.send({"t": "clear", "v": 3, "n": 1, "hp": 100, "at": 900})
    server.send({"t": "wave", "v": 4, **WAVE, "n": 2, "at": 900})
    await client_page.wait_for_function("game.model.cursor === 0")
    await client_page.evaluate("game.press('a')")
    assert (await server.next("k"))["s"] == 9


async def test_game_clock_goes_back_for_nobody_but_the_server(client_page: Page) -> None:
    times = await client_page.evaluate(
        """async () => {
          const { GameClock } = await import('/static/js/game/clock.js');
          let now = 0;
          const clock = new GameClock(() => now);
          const seen = [];
          const look = (at) => { now = at; seen.push(clock.now()); };
          look(10); clock.start(); look(110); look(510);
          clock.sync(300, 20); look(520); look(900);
          clock.stop(); look(5000);
          clock.stand(800); look(6000); clock.start(); look(6100);
          return seen;
        }"""
    )
    assert times == [0, 100, 500, 500, 700, 700, 800, 900]


async def test_an_answer_to_a_pause_that_is_already_over_pauses_nothing(client_page: Page, server: Server) -> None:
    await playing(client_page, server)
    await phase(client_page, "running")
    await client_page.evaluate("() => { game.pause(); game.resume(); game.press('\\n'); }")  # quicker than the line
    await server.next("pause")
    await server.next("go")
    server.send({"t": "paused", "v": 3, "at": 100, "reason": "player"})
    server.send({"t": "running", "v": 4, "at": 100})
    server.send({"t": "hit", "v": 5, "enemy": 0, "damage": 10, "hp": 90, "at": 100})
    await client_page.wait_for_function("game.hp === 90")
    assert await client_page.evaluate("game.phase") == "running"
    server.send({"t": "paused", "v": 6, "at": 200, "reason": "server"})
    await phase(client_page, "paused")


# ---------------------------------------------------------------- while the server's journal is away


async def press_wrong(page: Page, server: Server, count: int, *, applied: bool) -> None:
    """Wrong keys, which leave the cursor where it is; the server applies them, or is silent."""
    last = await page.evaluate(
        "(count) => { for (let i = 0; i < count; i++) game.press('x'); return game.socket.outbox.last; }", count
    )
    if applied:
        server.send({"t": "a", "s": last, "d": 0, "p": 0, "c": 1, "hp": 100})
        await page.wait_for_function("(last) => game.socket.outbox.applied === last", arg=last)


async def test_typing_goes_on_while_nothing_becomes_durable(client_page: Page, server: Server) -> None:
    await playing(client_page, server)
    for _ in range(4):
        await press_wrong(client_page, server, 250, applied=True)
    await client_page.evaluate("game.press('a')")
    assert await client_page.evaluate("[game.model.cursor, game.socket.outbox.last]") == [1, 1_001]


async def test_typing_stops_when_nothing_is_applied(client_page: Page, server: Server) -> None:
    await playing(client_page, server)
    await press_wrong(client_page, server, 1_000, applied=False)
    assert await client_page.evaluate("game.socket.outbox.last") == 800


async def test_what_is_sent_again_stays_below_the_servers_limits(client_page: Page, server: Server) -> None:
    await playing(client_page, server)
    await client_page.evaluate("for (let i = 0; i < 1100; i++) game.socket.outbox.push(14_400_000, '\\\\')")
    await server.close(4001)
    await server.next("hello")
    server.send(welcome(v=2))
    allowance, told, clock = 1_000.0, 0, asyncio.get_running_loop()
    since = clock.time()
    while told < 1_100:
        frame = await server.next("k")
        assert (frame["s"], len(json.dumps(frame)) <= 4_096) == (told + 1, True)
        told += len(frame["e"])
        allowance = min(1_000, allowance + 200 * (clock.time() - since)) - len(frame["e"])
        since = clock.time()
        assert allowance > 0, "closed with 4013"


async def test_a_clock_that_keys_sent_again_have_started_runs_here_too(client_page: Page, server: Server) -> None:
    await playing(client_page, server, "ab")
    await server.close(4001)
    await server.next("hello")
    server.send(welcome(v=2, at=900))
    await server.next("k")
    await phase(client_page, "countdown")
    server.send({"t": "running", "v": 3, "at": 900})
    await phase(client_page, "running")
    await client_page.evaluate("game.press(' ')")
    (entry,) = (await server.next("k"))["e"]
    assert entry[0] >= 900


async def test_a_clock_that_keys_sent_again_have_started_is_paused_for_a_player_who_is_away(
    client_page: Page, server: Server
) -> None:
    await playing(client_page, server, "ab")
    await server.close(4001)
    await client_page.evaluate("game.heldByPlayer = true")
    await server.next("hello")
    server.send(welcome(v=2, at=900))
    await server.next("k")
    server.send({"t": "running", "v": 3, "at": 900})
    await server.next("pause")
    assert await client_page.evaluate("game.phase") == "paused"


async def test_it_keeps_its_word_to_be_heard_while_only_the_server_speaks(client_page: Page, server: Server) -> None:
    await playing(client_page, server, "a")
    async with asyncio.timeout(5):
        await client_page.evaluate(
            "Object.assign(game.socket, { said_ms: -Infinity, heard_ms: Infinity, asked_ms: 0 })"
        )
        await server.next("ping")
