"""Any order of what three people do to each other, against a model of what they then are.

Law: a friendship is the same for both, and nobody who blocks or is blocked follows or befriends the other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from server.infra.postgres import Pool
from server.infra.web import Problem
from server.social.relations import ASK_AGAIN, ASK_THE_UNWILLING, Deed, Pair, Relations
from tests.faults.sizes import size
from tests.http import Someone
from tests.infra.test_schema import a_user
from tests.social.conftest import TELLING

EXAMPLES = size(20, 1_000)
STEPS = 30
WHO = st.integers(0, 2)
NUMBERS = count()
T = TypeVar("T")


class Machine(RuleBasedStateMachine):
    """`run` waits for work on the test's own event loop. People are numbered; `asked` and `refused` say when, and
    outlive what is withdrawn or blocked."""

    run: Callable[[Awaitable[T]], T]
    pg: Pool

    @initialize()
    def meet(self) -> None:
        self.names = [f"person_{next(NUMBERS)}" for _ in range(3)]
        self.ids = [self.run(a_user(self.pg, name)) for name in self.names]
        self.now = datetime(2026, 11, 27, tzinfo=UTC)
        self.follows: set[tuple[int, int]] = set()
        self.friends: set[frozenset[int]] = set()
        self.asks: set[tuple[int, int]] = set()
        self.declined: set[tuple[int, int]] = set()
        self.asked: dict[tuple[int, int], datetime] = {}
        self.refused: dict[tuple[int, int], datetime] = {}
        self.blocks: set[tuple[int, int]] = set()

    def hidden(self, one: int, other: int) -> bool:
        return (one, other) in self.blocks or (other, one) in self.blocks

    async def _do(self, one: int, other: int, deed: Deed, *, though_blocked: bool) -> None:
        caller = Someone(self.ids[one], self.names[one], "", "PLAYER", False, False)
        name = self.names[other]
        relations = Relations(self.pg, TELLING, lambda: self.now)
        await relations.change(caller, name, deed, though_blocked=though_blocked)

    def act(
        self,
        one: int,
        other: int,
        deed: Callable[[Pair], Awaitable[None]],
        expected: int,
        *,
        though_blocked: bool = False,
    ) -> bool:
        """True when it was done."""
        status = 200
        try:
            self.run(self._do(one, other, deed, though_blocked=though_blocked))
        except Problem as refusal:
            status = refusal.status
        if one == other:
            expected = 409
        elif self.hidden(one, other) and not (though_blocked and (one, other) in self.blocks):
            expected = 404
        assert status == expected, deed
        return status == 200

    # ------------------------------------------------------------ deeds

    @rule(one=WHO, other=WHO)
    def follow(self, one: int, other: int) -> None:
        if self.act(one, other, Pair.follow, 200):
            self.follows.add((one, other))

    @rule(one=WHO, other=WHO)
    def unfollow(self, one: int, other: int) -> None:
        if self.act(one, other, Pair.unfollow, 200):
            self.follows.discard((one, other))

    @rule(one=WHO, other=WHO)
    def request(self, one: int, other: int) -> None:
        pair = frozenset((one, other))
        way, never = (one, other), self.now - timedelta(days=99)
        is_early = (
            self.now < max(self.asked.get(way, never) + ASK_AGAIN, self.refused.get(way, never) + ASK_THE_UNWILLING)
            and pair not in self.friends
            and not {way, (other, one)} & self.asks
        )
        if self.act(one, other, Pair.request, 409 if is_early else 200):
            if (other, one) in self.asks:
                self.befriend(one, other)
            elif pair not in self.friends:
                if way not in self.asks:
                    self.asked[way] = self.now
                    self.refused.pop(way, None)
                self.asks.add(way)
                self.declined -= {way, (other, one)}

    def befriend(self, one: int, other: int) -> None:
        self.friends.add(frozenset((one, other)))
        for way in ((one, other), (other, one)):
            self.asks.discard(way)
            self.asked.pop(way, None)
            self.refused.pop(way, None)

    @rule(one=WHO, other=WHO)
    def accept(self, one: int, other: int) -> None:
        pair = frozenset((one, other))
        can = (other, one) in self.asks or pair in self.friends
        if self.act(one, other, Pair.accept, 200 if can else 409) and pair not in self.friends:
            self.befriend(one, other)

    @rule(one=WHO, other=WHO)
    def decline(self, one: int, other: int) -> None:
        can = (other, one) in self.asks or (other, one) in self.declined
        if self.act(one, other, Pair.decline, 200 if can else 409) and (other, one) in self.asks:
            self.asks.discard((other, one))
            self.declined.add((other, one))
            self.refused[other, one] = self.now

    @rule(one=WHO, other=WHO)
    def part(self, one: int, other: int) -> None:
        if self.act(one, other, Pair.part, 200):
            self.friends.discard(frozenset((one, other)))
            self.asks.discard((one, other))

    @rule(one=WHO, other=WHO)
    def block(self, one: int, other: int) -> None:
        if self.act(one, other, Pair.block, 200, though_blocked=True):
            for way in ((one, other), (other, one)):
                self.follows.discard(way)
                self.asks.discard(way)
                self.declined.discard(way)
            self.friends.discard(frozenset((one, other)))
            self.blocks.add((one, other))

    @rule(one=WHO, other=WHO)
    def unblock(self, one: int, other: int) -> None:
        if self.act(one, other, Pair.unblock, 200, though_blocked=True):
            self.blocks.discard((one, other))

    @rule(days=st.integers(1, 20))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    # ------------------------------------------------------------ laws

    @invariant()
    def the_database_is_the_model(self) -> None:
        number = {user_id: one for one, user_id in enumerate(self.ids)}
        rows = self.run(self.pg.fetch("SELECT * FROM friend_relationships WHERE user_id = ANY($1::uuid[])", self.ids))
        found: dict[str, set[tuple[int, int]]] = {
            "REQUESTED": set(),
            "ACCEPTED": set(),
            "DECLINED": set(),
            "BLOCKED": set(),
        }
        for row in rows:
            found[row["status"]].add((number[row["user_id"]], number[row["other_id"]]))
        assert found["REQUESTED"] == self.asks and found["DECLINED"] == self.declined
        assert found["BLOCKED"] == self.blocks
        assert {frozenset(pair) for pair in found["ACCEPTED"]} == self.friends
        follows = self.run(self.pg.fetch("SELECT * FROM followers WHERE follower_id = ANY($1::uuid[])", self.ids))
        together = {(number[row["follower_id"]], number[row["followed_id"]]) for row in follows}
        assert together == self.follows
        for one, other in self.blocks:
            assert frozenset((one, other)) not in self.friends
            assert not {(one, other), (other, one)} & (together | self.asks)


async def test_what_people_are_to_each_other_is_what_they_did(pg: Pool) -> None:
    loop = asyncio.get_running_loop()

    class OnThisLoop(Machine):
        def run(self, work: Any) -> Any:
            return asyncio.run_coroutine_threadsafe(work, loop).result(60)

    OnThisLoop.pg = pg
    settings = hypothesis_settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        phases=[Phase.generate],  # the database remembers, so a failure cannot be made smaller by playing it again
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    await asyncio.to_thread(run_state_machine_as_test, OnThisLoop, settings=settings)
