"""A queue in which nobody's work keeps everybody else's out."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest

from server.sign_in.fair_queue import FairQueue, QueueFull


class Held:
    """A queue of one thread whose first piece of work runs until it is let go."""

    def __init__(self, waiting: int) -> None:
        self.queue = FairQueue(1, waiting, "test")
        self.may_go = threading.Event()
        self.done: list[str] = []
        self.first = self.add("first", hold=True)

    def add(self, client: str, *, hold: bool = False) -> asyncio.Task[None]:
        return asyncio.create_task(self._run(client, hold))

    async def _run(self, client: str, hold: bool) -> None:
        def work() -> None:
            if hold:
                self.may_go.wait(10)
            self.done.append(client)

        await self.queue.run(work, client)

    async def settled(self, *tasks: asyncio.Task[None]) -> list[bool]:
        """Lets the work go on; of each task, whether it was done and not sent away."""
        self.may_go.set()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(result is None or isinstance(result, QueueFull) for result in results), results
        return [result is None for result in results]


MakeHeld = Callable[..., Held]


@pytest.fixture
def held() -> Iterator[MakeHeld]:
    """Made inside of the test's loop."""
    made: list[Held] = []

    def make(waiting: int = 4) -> Held:
        made.append(Held(waiting))
        return made[-1]

    yield make
    for one in made:
        one.may_go.set()
        one.queue.close()


async def turn() -> None:
    """What was added has taken its place, or was sent away."""
    await asyncio.sleep(0)
    await asyncio.sleep(0)


async def test_clients_take_turns(held: MakeHeld) -> None:
    line = held(waiting=10)
    await turn()
    tasks = [line.add(client) for client in ("a", "a", "a", "b", "b", "c")]
    await turn()
    assert await line.settled(*tasks) == [True] * 6
    assert line.done == ["first", "a", "b", "c", "a", "b", "a"]


async def test_who_fills_the_queue_makes_room_for_who_has_less(held: MakeHeld) -> None:
    line = held(waiting=4)
    await turn()
    many = [line.add("a") for _ in range(6)]
    await turn()
    assert [task.done() for task in many] == [False] * 4 + [True] * 2, "its own limit is the queue's"
    others = [line.add("b"), line.add("b"), line.add("b")]
    await turn()
    # Two of a's newest gave their places up; a third would leave b with more than a.
    assert await line.settled(*many, *others) == [True, True, False, False, False, False, True, True, False]


async def test_two_clients_do_not_fill_it_for_a_third(held: MakeHeld) -> None:
    line = held(waiting=4)
    await turn()
    tasks = [line.add("a"), line.add("a"), line.add("b"), line.add("b")]
    await turn()
    third = line.add("c")
    await turn()
    assert not third.done()
    assert sum(await line.settled(*tasks)) == 3
    assert await line.settled(third) == [True]


async def test_a_piece_whose_caller_has_gone_is_not_begun(held: MakeHeld) -> None:
    line = held(waiting=1)
    await turn()
    gone = line.add("a")
    await turn()
    gone.cancel()
    await turn()
    other = line.add("b")  # in the place that has become free
    await turn()
    assert await line.settled(other) == [True]
    assert line.done == ["first", "b"]


async def test_what_fails_fails_for_its_caller_alone() -> None:
    queue = FairQueue(1, 1, "test")

    def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await queue.run(fail, "a")
    assert await queue.run(lambda: 1, "a") == 1
    queue.close()


async def test_a_share_is_given_back(held: MakeHeld) -> None:
    line = held(waiting=10)
    await turn()
    shares = [("account", 2)]
    two = [asyncio.create_task(line.queue.run(lambda: None, client, shares)) for client in ("a", "b")]
    await turn()
    with pytest.raises(QueueFull):
        await line.queue.run(lambda: None, "c", shares)
    assert await line.settled(*two) == [True, True]
    await line.queue.run(lambda: None, "c", shares)
