"""Any order of things that can happen to a game between two processes, with real PostgreSQL and Valkey, time told.

Law: every game stored in the end is what a model fed with the same keys says: none lost, doubled, reordered, or judged
at a time that never was.
`make faults` runs many more of them than `make test`.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack
from typing import Any, TypeVar

import orjson
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from game.replay import replay
from game.terms import EndReason
from server.infra.postgres import open_pool
from server.infra.redis import open_redis
from server.play import store
from server.play.core.budget import KEY_COST_MS, LAG_QUOTA_MS
from server.play.core.protocol import Close, Hello, Keys, Resume
from server.play.live import LiveGame
from server.settings import Settings
from tests.faults.sizes import size
from tests.gate import gate_before
from tests.live import PATIENCE_S, Live, SkippingClock, serving
from tests.small_library import fill
from tests.stored_logs import stored_log

EXAMPLES = size(8, 400)
MUCH = 2**53 - 1
T = TypeVar("T")


class Seat:
    """The player's end of a connection."""

    def __init__(self, now_s: float) -> None:
        self.frames: list[dict[str, Any]] = []
        self.last_heard_s = now_s
        self.is_closed = False
        self.code = 0

    def send(self, frames: Sequence[bytes]) -> None:
        self.frames += map(orjson.loads, frames)

    def close(self, code: int) -> None:
        self.is_closed, self.code = True, code

    def is_slow(self) -> bool:
        return False

    def drain(self) -> None:
        self.close(4001)


class House:
    """Two processes on one PostgreSQL and one Valkey, in a thread of their own; one clock for both."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._stack = AsyncExitStack()
        self.servers: list[Live] = []

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def __enter__(self) -> House:
        self._thread.start()
        self.run(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _open(self) -> None:
        assert self._settings.database_url
        assert self._settings.redis_url
        self.pg = await open_pool(self._settings.database_url, 2)
        self._stack.push_async_callback(self.pg.close)
        self.redis = open_redis(self._settings.redis_url)
        self._stack.push_async_callback(self.redis.aclose)
        await fill(self.pg)
        gates = [gate_before(self._settings.redis_url) for _ in range(2)]
        self.gates = [await self._stack.enter_async_context(gate) for gate in gates]
        self.postgres_gate = await self._stack.enter_async_context(gate_before(self._settings.database_url))
        self.clock = SkippingClock()
        for gate in self.gates:
            urls = {"redis_url": gate.url, "database_url": self.postgres_gate.url}
            settings = self._settings.model_copy(update=urls)
            server = await self._stack.enter_async_context(serving(settings))
            server.play.table.clock = self.clock
            self.servers.append(server)


@pytest.fixture(params=["picows"])  # no socket is opened here
def settings(settings: Settings) -> Settings:
    return settings


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    with House(settings.model_copy(update={"socket": "picows", "pool_size": 4})) as open_house:
        yield open_house


class Machine(RuleBasedStateMachine):
    house: House

    def __init__(self) -> None:
        super().__init__()
        self.game: dict[str, Any] = {}
        self.at = 0  # the process that has the game
        self.seat: Seat | None = None
        self.applied: list[str] = []
        self.durable = 0
        self.clock_ms = 0  # a game time that must not be undone
        self.written_ms = 0  # a game time that is in the journal
        self.covered = 0
        self.forgotten = self.has_hung = False

    # -------------------------------------------------------- what the rules use

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self.house.run(work)

    @property
    def server(self) -> Live:
        return self.house.servers[self.at]

    def live(self) -> LiveGame | None:
        return self.server.play.table.game(self.game["session_id"])

    async def _told(self) -> None:
        """What the server said since: promises are remembered."""
        assert self.seat is not None
        for frame in self.seat.frames:
            if frame["t"] == "a":
                assert frame["d"] <= frame["s"] <= len(self.applied), "acknowledged means applied"
                self.durable = max(self.durable, frame["d"])
        self.seat.frames.clear()

    # -------------------------------------------------------- what happens

    @initialize()
    def starts(self) -> None:
        async def start() -> dict[str, Any]:
            return await (await self.house.servers[0].guest()).start()

        self.game = self.do(start())
        self.hello(0, 0, with_resume=False)

    @rule(at=st.integers(0, 1), until=st.integers(0, MUCH), with_resume=st.booleans())
    def hello(self, at: int, until: int, with_resume: bool) -> None:
        self.do(self._hello(at, until if with_resume else None))

    async def _hello(self, at: int, until: int | None, *, owner_is_silent: bool = False) -> None:
        before = None if owner_is_silent else self.live()
        now_ms = self.server.play.table.now_ms()
        alive_ms = None if before is None else before.session.clock_ms(now_ms)
        kept = len(self.applied) if before is not None else self.durable
        was, self.at = self.at, at
        seat = Seat(self.house.clock.time())
        resume = None if until is None else Resume("e", self.durable, 0, until)
        found = await self.server.play.doors.open(Hello(self.game["session_token"], resume), seat)
        if found == Close.DONE:  # a hit or its last key has ended it
            self.seat = None
            return
        assert isinstance(found, LiveGame), f"{found} from {was} to {at}"
        self.seat = seat
        if found.session.ended:
            return
        (welcome,) = [frame for frame in seat.frames if frame["t"] == "welcome"]
        assert kept <= welcome["s"] <= len(self.applied), "what is durable, or known to a living process, is kept"
        del self.applied[welcome["s"] :]
        self.durable = max(self.durable, welcome["d"])
        assert welcome["at"] >= (self.clock_ms if alive_ms is None else alive_ms), "game time is never refunded"
        self.clock_ms = welcome["at"]
        seat.frames.clear()

    @precondition(lambda self: self.seat)
    @rule(count=st.integers(1, 60), right=st.booleans(), ms=st.one_of(st.just(0), st.integers(0, 60_000)))
    def keys(self, count: int, right: bool, ms: int) -> None:
        self.do(self._keys(count, right, ms))

    async def _keys(self, count: int, right: bool, ms: int) -> None:
        game, table = self.live(), self.server.play.table
        for _ in range(count):
            if game is None or game.session.ended or game.session.engine.wave is None:
                break
            session, engine = game.session, game.session.engine
            key = engine.wave.text[engine.position] if right and engine.wave else "~"
            ran, now_ms, pressed = session.running, table.now_ms(), len(session.tape)
            standing_ms, judged_ms = session.clock_ms(now_ms), engine.at_ms
            table.heard(game, session.keys(Keys(session.s + 1, [(ms, key)]), now_ms))
            if len(session.tape) == pressed:
                break  # a hit that was due has ended the game
            self.applied.append(key)
            key_ms = [*session.tape][-1].at_ms
            if ran or session.running or session.ended:
                assert key_ms >= min(standing_ms - LAG_QUOTA_MS, judged_ms + LAG_QUOTA_MS)
            else:
                self.covered += 1
                assert key_ms >= judged_ms + KEY_COST_MS
        if self.seat is not None:
            await self._told()

    @precondition(lambda self: self.seat)
    @rule(what=st.sampled_from(["go", "pause"]))
    def says(self, what: str) -> None:
        async def say() -> None:
            game, table = self.live(), self.server.play.table
            if game is not None:
                table.heard(game, getattr(game.session, what)(table.now_ms()))

        self.do(say())

    @rule(ms=st.integers(0, 9_000))
    def time_passes(self, ms: int) -> None:
        async def skip() -> None:
            self.house.clock.skip(ms / 1000)
            if self.seat is not None:
                self.seat.last_heard_s = self.house.clock.time()
            game, table = self.live(), self.server.play.table
            if game is not None:
                table.heard(game, game.session.judge(table.now_ms()))

        self.do(skip())

    @precondition(lambda self: self.seat)
    @rule()
    def drops(self) -> None:
        async def drop() -> None:
            game = self.live()
            if game is not None and self.seat is not None:
                self.server.play.table.leave(game, self.seat, our_fault=False)
            self.seat = None

        self.do(drop())

    @rule()
    def journal_is_written(self) -> None:
        self.do(self._flush())

    async def _flush(self) -> None:
        game = self.live()
        await self.server.play.writer.flush()
        if game is not None:
            self.durable = max(self.durable, game.session.d)
            self.written_ms = game.session.engine.at_ms
            self.clock_ms = max(self.clock_ms, self.written_ms)

    @rule()
    def the_process_forgets(self) -> None:
        """As one does that is killed: nothing is written, and the next one has the journal alone."""

        async def forget() -> None:
            game = self.live()
            if game is not None and not game.session.ended:
                self.durable = max(self.durable, game.session.d)
                self.server.play.table.let_go(game)
                self.seat, self.forgotten = None, True
                self.clock_ms = self.written_ms

        self.do(forget())

    @rule()
    def valkey_loses_its_memory(self) -> None:
        async def lose() -> None:
            game = self.live()
            if game is None or game.session.ended:
                return
            async for key in self.house.redis.scan_iter(match=f"{self.server.settings.redis_prefix}journal:*"):
                await self.house.redis.delete(key)
            for _ in range(2):  # the first write that follows a key finds it out
                await self._keys(1, right=False, ms=0)
                await self._flush()

        self.do(lose())

    @precondition(lambda self: self.seat and not self.has_hung)
    @rule(count=st.integers(1, 60))
    def valkey_hangs(self, count: int) -> None:
        """Once a game, for a hang takes a second of real time. Play goes on, and nothing more is promised meanwhile."""

        async def hang() -> None:
            self.has_hung = True
            game, writer = self.live(), self.server.play.writer
            if game is None or game.session.ended:
                return
            await self._flush()
            promised = game.session.d
            for gate in self.house.gates:
                gate.freeze()
            await self._keys(count, right=True, ms=0)
            await self.server.play.writer.flush()
            assert game.session.d == promised, "what does not answer has kept nothing"
            for gate in self.house.gates:
                gate.thaw()
            async with asyncio.timeout(PATIENCE_S):
                while writer.away or (game.session.d < game.session.s and not game.session.ended):
                    await asyncio.sleep(0.01)
                    await self.server.play.writer.flush()
            await self._flush()

        self.do(hang())

    @precondition(lambda self: self.seat and not self.has_hung)
    @rule(unwritten=st.integers(0, 60), there=st.integers(0, 60), late=st.integers(1, 60))
    def the_process_hangs(self, unwritten: int, there: int, late: int) -> None:
        """It answers nobody and its heart stops; the player goes to the other one and types on there. Then it comes
        back, with all that it had on the way to Redis, and finds keys that were sent to it before."""

        async def hang() -> None:
            self.has_hung = self.forgotten = True
            await self._flush()
            game, owner, seat = self.live(), self.server.play, self.seat
            if game is None or game.session.ended or seat is None:
                return
            gate = self.house.gates[self.at]
            gate.freeze()
            await self._keys(unwritten, right=True, ms=0)
            owner.writer.mark(game)
            writing = asyncio.create_task(owner.writer.flush())
            await self.house.redis.delete(*owner.neighbours.alive_keys(owner.neighbours.process))
            self.clock_ms = self.written_ms
            if game.session.ended:
                gate.thaw()
                await writing
                return
            await self._hello(1 - self.at, None, owner_is_silent=True)
            await self._keys(there, right=True, ms=0)
            taken = self.live()
            gate.thaw()
            await writing
            owner.table.heard(
                game, game.session.keys(Keys(game.session.s + 1, [(0, "~")] * late), owner.table.now_ms())
            )
            async with asyncio.timeout(PATIENCE_S):
                while owner.table.game(self.game["session_id"]) is not None or not seat.is_closed:
                    await owner.writer.flush()
                    await asyncio.sleep(0.01)
            assert seat.code in (Close.REPLACED, Close.DRAINING, Close.DONE)
            told = len(seat.frames)
            owner.table.heard(game, game.session.keys(Keys(game.session.s + 1, [(0, "~")]), owner.table.now_ms()))
            assert len(seat.frames) == told, "who has lost a game answers nobody"
            await self._flush()
            assert self.live() is taken, "who was silent writes over nobody"

        self.do(hang())

    @precondition(lambda self: self.seat and not self.has_hung)
    @rule(count=st.integers(1, 60))
    def postgres_hangs(self, count: int) -> None:
        """Play goes on with the waves that were drawn; who comes to another process is told to come back."""

        async def hang() -> None:
            self.has_hung = True
            game = self.live()
            if game is None or game.session.ended:
                return
            self.house.postgres_gate.freeze()
            await self._keys(count, right=True, ms=0)
            elsewhere = Seat(self.house.clock.time())
            other = self.house.servers[1 - self.at].play
            found = await other.doors.open(Hello(self.game["session_token"], None), elsewhere)
            assert found == Close.DRAINING
            self.house.postgres_gate.thaw()
            assert self.live() is game or game.session.ended, "it is where it was"

        self.do(hang())

    async def _end(self, at: int) -> None:
        play = self.house.servers[at].play
        kept = self.durable if self.live() is None else len(self.applied)
        found = await store.by_id(self.house.pg, self.game["session_id"])
        assert found is not None
        result = await play.endings.end(found, EndReason.QUIT)
        if result is None:
            assert kept == 0
            return
        log = await stored_log(self.house.pg, "game_session_id = $1", self.game["session_id"])
        keys = [key.key for key in log.keys]
        assert kept <= len(keys)
        assert keys == self.applied[: len(keys)], "none lost, doubled or reordered"
        assert replay(log).totals.keys_pressed == len(keys)
        ran_ms = max(log.end_ms, self.clock_ms)
        assert self.forgotten or self.covered * KEY_COST_MS <= ran_ms, "paid for by time in which the clock ran"

    # -------------------------------------------------------- what always holds

    @invariant()
    def there_is_one_judge(self) -> None:
        if self.game:
            judges = [
                game
                for server in self.house.servers
                if (game := server.play.table.game(self.game["session_id"])) is not None and game.connection is not None
            ]
            assert len(judges) <= 1

    def teardown(self) -> None:
        if self.game:
            self.do(self._end(len(self.applied) % 2))


def test_any_order_of_things_leaves_the_game_that_was_typed(house: House) -> None:
    machine = type("InThisHouse", (Machine,), {"house": house})
    run_state_machine_as_test(
        machine,
        settings=hypothesis_settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            phases=[
                Phase.generate
            ],  # real time passes too, so that a failure cannot be made smaller by playing it again
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
