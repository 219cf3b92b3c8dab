"""Servers on a Valkey Cluster of three masters: all they do is done there, and a master may die in mid-play."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from redis.exceptions import ConnectionError, DataError
from redis.exceptions import TimeoutError as NoAnswer
from websockets import ConnectionClosed

from server.infra.postgres import Pool
from server.infra.ratelimit import RateLimits
from server.infra.redis import REDIS_AWAY, Line, drop_all, open_redis
from server.infra.redis_cluster import ClusterClient, slot_of
from server.infra.redis_keys import shards_of
from server.infra.redis_url import BadRedisUrl, redis_address
from server.infra.subscription import Subscription
from server.infra.web import Problem
from server.play.core.protocol import Close
from server.play.core.tape import RECORD_BYTES
from server.settings import Settings
from tests.clusters import Cluster, Node, cluster_in
from tests.leaderboards.boards import play
from tests.live import PATIENCE_S, Account, Live, Player, playing, serving, typed, until
from tests.small_library import fill

pytestmark = pytest.mark.long

FAILOVER_S = 20  # a second of silence, an election, and a crowded machine


@pytest.fixture
def cluster(server_folder: Path) -> Iterator[Cluster]:
    with cluster_in(server_folder) as made:
        yield made


@pytest.fixture
async def client(cluster: Cluster) -> AsyncIterator[ClusterClient]:
    redis = open_redis(cluster.url)
    assert isinstance(redis, ClusterClient)
    yield redis
    await redis.aclose()


@pytest.fixture
async def two(cluster: Cluster, settings: Settings, pg: Pool) -> AsyncIterator[list[Live]]:
    """Two servers with limits on that share a cluster."""
    await fill(pg)
    on_it = settings.model_copy(update={"redis_url": cluster.url, "rate_limits": True, "redis_prefix": "prodev:"})
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(serving(on_it)) for _ in range(2)]


async def test_each_command_finds_its_key(cluster: Cluster, client: ClusterClient) -> None:
    names = [f"key:{number}" for number in range(50)]
    for name in names:
        await client.set(name, name)
    assert [await client.get(name) for name in names] == [name.encode() for name in names]
    assert {cluster.master_of(name) for name in names} == {0, 1, 2}
    assert {key.decode() async for key in client.scan_iter(match="key:*")} == {*names}
    double = client.register_script("return redis.call('APPEND', KEYS[1], KEYS[1])")
    assert [await double(keys=[name]) for name in names] == [2 * len(name) for name in names]
    with pytest.raises(DataError, match="needs one"):
        await client.eval("return 1", 0)
    client._masters = [(first, last, client._masters[0][2]) for first, last, _ in client._masters]  # noqa: SLF001 - a stale map
    assert [await client.exists(name) for name in names] == [1] * 50, "a server that has not the slot names who has"
    await drop_all(client, "key:")
    assert not cluster.key_names()


async def test_a_master_that_hangs_is_asked_no_more_once_another_has_its_slots(
    cluster: Cluster, client: ClusterClient
) -> None:
    await client.set("key", "value")
    number = cluster.master_of("key")
    cluster.masters[number].hang()
    with pytest.raises(NoAnswer):
        await client.get("key")
    others = [master for master in cluster.masters if master is not cluster.masters[number]]
    async with asyncio.timeout(FAILOVER_S):
        while not all(cluster.replicas[number].port in _masters_of(node) for node in others):
            await asyncio.sleep(0.05)
    assert await client.get("key") == b"value"


def _masters_of(node: Node) -> set[int]:
    """The ports of those who have slots, as far as a server knows."""
    return {master[1] for _, _, master, *_ in node.tell("CLUSTER SLOTS")}


async def test_what_is_published_is_heard_and_limits_hold(cluster: Cluster, client: ClusterClient) -> None:
    heard: list[bytes] = []
    opened: list[str] = []
    subscription = Subscription(
        client,
        ["news"],
        on_open=opened.append,
        on_message=lambda _, message: heard.append(message),
        on_lost=lambda: None,
    )
    listening = asyncio.create_task(subscription.listen())
    await until(lambda: opened)
    for number in range(MANY):
        await client.publish("news", number)
    await until(lambda: len(heard) == MANY)
    listening.cancel()
    limits = RateLimits(client, "prodev:")
    for _ in range(3):
        await limits("3/hour", "somebody")
    with pytest.raises(Problem):
        await limits("3/hour", "somebody")
    assert any("limits" in key for key in cluster.key_names()), "the limit was this process's own"
    line = Line(client, key="prodev:letters:a")
    assert await line.call("SET", "prodev:letters:a", "x") == b"OK"
    await line.close()


MANY = 20


async def _game(account: Account, player: Player, at: Live | None = None) -> dict[str, Any]:
    game = await account.start_as(at=at, language="PYTHON", difficulty="NORMAL")
    await player.hello(game["session_token"])
    await player.send("go")
    return game


async def _board(live: Live) -> tuple[str, list[str]]:
    board = (await live.http.get("/api/leaderboard")).json()
    return board["source"], [entry["username"] for entry in board["entries"]]


async def test_two_servers_play_on_it_and_every_key_is_where_its_scripts_look(
    two: list[Live], cluster: Cluster, pg: Pool
) -> None:
    one, other = two
    ada = await one.register("ada")
    await play(pg, ada.id, datetime.now(UTC))  # the feed of one of them puts it on the boards
    async with playing(one) as first, playing(other) as second:
        game = await _game(ada, first)
        text = typed(first.wave["text"])
        await first.press(text[:7])
        await first.durable()
        await second.hello(game["session_token"])  # the other server asks for the game, by letter
        assert second.welcome["s"] == 7
        await second.press(text[7:])
        ended = await ada.end(game, at=other)
        assert ended.status_code == 200, ended.text
    for live in two:
        async with asyncio.timeout(PATIENCE_S):
            while await _board(live) != ("redis", ["ada"]):
                await asyncio.sleep(0.05)
        assert (await live.http.get("/readyz")).json()["redis"] == "ok"
    unsorted = {key for key in cluster.key_names() if "{" not in key and key.split(":")[1] not in ALONE}
    assert not unsorted, "a key that no script shares belongs in ALONE, any other in braces"


# Keys that no script or command touches together with others.
ALONE = {"letters", "snippet", "statistics", "wrote"}


class Returning(Player):
    """Says hello again when a server sends its players away, as every client must: one that was starved of the
    processor does, and one that cannot reach its storage."""

    def __init__(self, live: Live, stack: AsyncExitStack, player: Player) -> None:
        super().__init__(player.socket)
        self.live, self.stack = live, stack
        self.token, self.pressed, self.returns = "", "", 0

    async def hello(self, token: str, **resume: Any) -> dict[str, Any]:
        self.token = token
        return await super().hello(token, **resume)

    async def press(self, text: str, at_ms: int = 0) -> list[dict[str, Any]]:
        self.pressed += text
        try:
            return await super().press(text, at_ms)
        except ConnectionClosed:
            await self._return()
            return []

    async def durable(self) -> None:
        try:
            await super().durable()
        except ConnectionClosed:
            await self._return()
            if self.welcome["d"] < self.sent:
                await self.durable()

    async def _return(self) -> None:
        """With the keys that the server has not seen."""
        assert self.socket.close_code == Close.DRAINING
        self.returns += 1
        await asyncio.sleep(RETURN_S)
        self.socket = (await self.stack.enter_async_context(playing(self.live))).socket
        try:
            await super().hello(self.token)
            await self.send("go")
            if unseen := self.pressed[self.sent :]:
                await super().press(unseen)
        except ConnectionClosed:
            await self._return()


RETURN_S = 0.2  # a client's back-off


@asynccontextmanager
async def _returning(live: Live) -> AsyncIterator[Returning]:
    async with AsyncExitStack() as stack:
        yield Returning(live, stack, await stack.enter_async_context(playing(live)))


async def test_who_is_sent_away_in_mid_play_goes_on_where_they_were(two: list[Live]) -> None:
    async with _returning(two[0]) as player:
        await _game(await two[0].guest(), player)
        text = typed(player.wave["text"])
        await player.press(text[:5])
        for game in two[0].play.table.games():
            assert game.connection is not None
            game.connection.drain()
        await player.press(text[5:9])
        await player.durable()
        assert (player.returns, player.sent) == (1, 9)


async def _game_elsewhere(live: Live, player: Player, cluster: Cluster, master: int) -> None:
    """A game whose journal another master has."""
    while True:
        guest = await live.guest()
        game = await guest.start()
        if cluster.master_of(live.play.journal.keys_key(game["session_id"])) != master:
            break
    await player.hello(game["session_token"])
    await player.send("go")


async def test_no_acknowledged_key_is_lost_when_a_master_dies_in_mid_play(two: list[Live], cluster: Cluster) -> None:
    one, other = two
    guest = await one.guest()
    async with _returning(one) as player, _returning(one) as neighbour:
        game = await _game(guest, player)
        text = typed(player.wave["text"])
        await player.press(text[:5])
        await player.durable()
        key = one.play.journal.keys_key(game["session_id"])
        number = cluster.master_of(key)
        await _game_elsewhere(one, neighbour, cluster, number)
        cluster.masters[number].kill()
        await player.press(text[5:9])  # judged without a journal
        await neighbour.press("~~~")
        await neighbour.durable()
        is_elected = cluster.is_master(cluster.replicas[number])
        assert neighbour.returns or not is_elected, "the games of other masters wait for no election"
        async with asyncio.timeout(FAILOVER_S):
            await player.durable()
        assert cluster.is_master(cluster.replicas[number])
        assert len(cluster.replicas[number].client.get(key)) == 9 * RECORD_BYTES, (
            "all of it is there, not the rest alone"
        )
    async with playing(other) as player:
        await player.hello(game["session_token"])
        assert player.welcome["s"] == 9
        await player.press(text[9:12])
        ended = await guest.end(game, at=other)
    assert ended.status_code == 200, ended.text
    assert ended.json()["total_keys_pressed"] == 12


async def test_no_acknowledged_key_is_lost_while_its_slot_moves_in_mid_play(two: list[Live], cluster: Cluster) -> None:
    """Key by key, as redis-cli and valkey-cli do it, then at once, as Valkey 9 can."""
    one, other = two
    guest = await one.guest()
    async with _returning(one) as player:
        game = await _game(guest, player)
        text = typed(player.wave["text"])
        await player.press(text[:5])
        await player.durable()
        key, hash_key = one.play.journal.keys_key(game["session_id"]), one.play.journal.hash_key(game["session_id"])
        slot, number = slot_of(key), cluster.master_of(key)
        first, second, third = (cluster.masters[(number + step) % 3] for step in range(3))
        cluster.begin_move(slot, first, second)
        cluster.move_keys(first, second, hash_key.encode())
        await player.press(text[5:7])  # one half of its journal is there, one here
        with pytest.raises(REDIS_AWAY):
            await one.play.journal.take(game["session_id"], "later")
        cluster.end_move(slot, first, second)
        await player.durable()
        assert len(second.client.get(key)) == 7 * RECORD_BYTES
        await player.press(text[7:9])
        cluster.move_at_once(slot, second, third)
        await player.durable()
        assert len(third.client.get(key)) == 9 * RECORD_BYTES
        async with asyncio.timeout(PATIENCE_S):  # the hearts of both have found the way
            while not all(third.client.exists(f"{_shard(key)}alive:{live.play.neighbours.process}") for live in two):
                await asyncio.sleep(0.05)
    async with playing(other) as player:
        await player.hello(game["session_token"])
        assert player.welcome["s"] == 9
        ended = await guest.end(game, at=other)
    assert ended.status_code == 200, ended.text
    assert ended.json()["total_keys_pressed"] == 9


def _shard(key: str) -> str:
    return key[: key.index("}:") + 2]


async def test_a_command_goes_after_a_key_whose_slot_moves_and_a_script_waits(
    cluster: Cluster, client: ClusterClient
) -> None:
    await client.mset({"{a}one": "1", "{a}two": "2"})
    slot, number = slot_of("{a}one"), cluster.master_of("{a}one")
    source, target = cluster.masters[number], cluster.masters[(number + 1) % 3]
    cluster.begin_move(slot, source, target)
    cluster.move_keys(source, target, b"{a}one")
    assert await client.get("{a}one") == b"1", "it is asked for where it went"
    assert await client.get("{a}two") == b"2"
    both = client.register_script("return (redis.call('GET', KEYS[1]) or '') .. (redis.call('GET', '{a}two') or '')")
    with pytest.raises(ConnectionError, match="on its way"):
        await both(keys=["{a}one"])  # where the one is, the other would seem to be gone
    cluster.end_move(slot, source, target)
    assert await both(keys=["{a}one"]) == b"12"


async def test_shards_are_spread_over_all_masters(cluster: Cluster, client: ClusterClient) -> None:
    shards = shards_of(client, "prodev:")
    assert sorted(slot_of(prefix) * 6 // 16384 for prefix in shards.prefixes) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("redis://a,b", "those of a cluster need cluster=true"),
        ("redis://a/3?cluster=true", "no other database than 0"),
        ("unix:///run/valkey.sock?cluster=true", "told apart by host and port"),
        ("redis://a?cluster=perhaps", "neither true nor false"),
    ],
)
def test_an_address_that_is_no_clusters_is_refused(url: str, complaint: str) -> None:
    with pytest.raises(BadRedisUrl, match=complaint):
        redis_address(url)


def test_a_clusters_address_names_some_of_its_servers() -> None:
    address = redis_address("rediss://u:p@a:7000,b/?cluster=true")
    assert address.seeds == (("a", 7000), ("b", 6379))
    assert address.place == "a:7000,b:6379"
