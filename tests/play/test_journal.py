"""The journal against a real Redis: what is written late, twice, lost, or for a game that is gone meanwhile."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
import pytest
from redis.asyncio import Redis

from game.keylog import PLACEHOLDER, Key, encode_wave
from server.play.core.session import PlaySession
from server.play.core.tape import Tape
from server.play.journal.books import Held, Journal, new_epoch
from server.play.journal.contents import BrokenJournal, Taken
from server.play.journal.writer import FLUSH_S, LOOK_AT_LEFT_S, LOOK_S, JournalWriter
from server.play.journal.written import Piece, Written, cut
from server.play.live import LiveGame
from server.settings import Settings
from tests.live import until
from tests.play.games import KEYS, game_row, keys, live_game, wave


@pytest.fixture(params=["picows"])  # no socket is opened here
def settings(settings: Settings) -> Settings:
    return settings


class Process:
    """A process's side of the journal, with a clock that the test turns."""

    def __init__(self, name: str, redis: Redis, prefix: str) -> None:
        self.now_s = 0.0
        self.writer = JournalWriter(redis, prefix, name, lambda: self.now_s)
        self.books = Journal(redis, prefix, name)
        self.lost: list[LiveGame] = []
        self.writer.on_lost = self.lost.append

    def start(self, number: int = 1) -> LiveGame:
        """A game with three waves drawn."""
        game = live_game(number, new_epoch())
        for wave_number in (1, 2, 3):
            game.session.offer(wave(wave_number), 0)
        game.session.connect(None, 0)
        self.writer.add(game)
        return game

    def type(self, game: LiveGame, text: str) -> None:
        game.session.keys(keys(game.session.s + 1, text), int(self.now_s * 1000))
        self.writer.mark(game)

    async def later(self, seconds: float) -> None:
        """Turn the clock and write what is due by then."""
        self.now_s += seconds - FLUSH_S  # `flush` writes what falls due within FLUSH_S
        await self.writer.flush()
        self.now_s += FLUSH_S

    async def release(self, game: LiveGame) -> None:
        releasing = asyncio.create_task(self.writer.release([game]))
        await until(lambda: game in self.writer.unwritten)
        await self.writer.flush()
        assert await releasing

    async def take(self, game: LiveGame) -> LiveGame:
        taken = await self.books.take(game.row.id, epoch := new_epoch())
        assert isinstance(taken, Taken)
        again = live_game(0, epoch, row=game.row)
        again.session.restore(taken.standing, taken.waves, taken.tape, age_ms=taken.age_ms, now_ms=0)
        if taken.is_as_written_now:
            again.written = Written(keys=len(taken.tape), waves=len(taken.waves), is_held=True)
        self.writer.add(again)
        return again


def typed(session: PlaySession) -> str:
    return "".join(key.key for key in session.tape)


@pytest.fixture
def a(redis: Redis, settings: Settings) -> Process:
    return Process("a", redis, settings.redis_prefix)


@pytest.fixture
def b(redis: Redis, settings: Settings) -> Process:
    return Process("b", redis, settings.redis_prefix)


async def in_journal(reader: Process, game: LiveGame) -> Taken:
    """What a process finds that takes the game by force."""
    await reader.books.release(game.row.id)
    taken = await reader.books.take(game.row.id, game.session.epoch)
    assert isinstance(taken, Taken)
    return taken


# ---------------------------------------------------------------- writing


async def test_what_was_written_is_found(a: Process) -> None:
    game = a.start()
    a.type(game, f"a = {PLACEHOLDER}")
    await a.writer.flush()
    assert game.session.d == 5
    taken = await in_journal(a, game)
    assert list(taken.tape) == list(game.session.tape)
    assert taken.waves == game.session.drawn
    assert taken.standing["s"] == 5


SOME_KEYS = "a = b + c"


async def test_only_what_changed_is_sent_again(a: Process, redis: Redis) -> None:
    async def written() -> int:
        return int((await redis.info("commandstats"))["cmdstat_hset"]["calls"])

    game = a.start()
    await a.writer.flush()
    calls = []
    for key in SOME_KEYS:
        before = await written()
        a.type(game, key)
        await a.writer.flush()
        calls.append(await written() - before)
    assert min(calls) == 1  # the standing, and no wave; other tests write to the same Redis, and only add
    assert game.session.d == len(SOME_KEYS)


async def test_a_game_goes_from_process_to_process_and_back_without_a_doubled_key(a: Process, b: Process) -> None:
    game = a.start()
    a.type(game, "a =")
    await a.writer.flush()
    await a.release(game)
    there = await b.take(game)
    b.type(there, " 1")
    await b.writer.flush()
    await b.release(there)
    back = await a.take(game)
    a.type(back, "\nif")
    await a.writer.flush()
    taken = await in_journal(a, back)
    assert "".join(key.key for key in taken.tape) == "a = 1\nif"
    assert len(taken.waves) == 3


async def test_the_loser_of_a_game_learns_it_from_its_next_write_and_changes_nothing(a: Process, b: Process) -> None:
    game, other = a.start(1), a.start(2)
    await a.writer.flush()
    await a.books.release(game.row.id)
    there = await b.take(game)
    a.type(game, "x")
    a.type(other, "a")
    await a.writer.flush()
    assert a.lost == [game]
    assert (game.session.d, other.session.d) == (0, 1)
    assert typed((await b.take(there)).session) == ""


async def test_a_write_that_arrives_late_changes_nothing(a: Process, redis: Redis, settings: Settings) -> None:
    """As from a Redis that hung: the write of a connection that was given up comes after the next one's."""
    game = a.start()
    a.type(game, "a")
    late = Process("a", redis, settings.redis_prefix)
    await a.writer.flush()
    early = live_game(1, game.session.epoch)
    early.written = Written(number=game.written.number - 1, is_held=True)
    a.type(game, " =")
    await a.writer.flush()
    late.writer.add(early)
    await late.writer.flush()
    taken = await in_journal(a, game)
    assert (taken.standing["s"], len(taken.tape)) == (3, 3)


async def test_a_bad_answer_costs_no_other_game_its_write(a: Process, redis: Redis) -> None:
    broken, other = a.start(1), a.start(2)
    await a.writer.flush()
    await redis.delete(a.books.keys_key(broken.row.id))
    await redis.rpush(a.books.keys_key(broken.row.id), "no", "string")
    a.type(broken, "a")
    a.type(other, "a")
    await a.writer.flush()
    assert (broken.session.d, other.session.d) == (0, 1)
    await a.later(2)
    assert broken.session.d == 1  # it is written anew


async def test_a_cohort_that_cannot_be_cut_for_one_game_is_written_for_the_others(
    a: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, other = a.start(1), a.start(2)
    await a.writer.flush()
    monkeypatch.setattr(broken.written, "keys", None)
    a.writer.mark(broken)
    a.type(other, "a")
    await a.writer.flush()
    assert other.session.d == 1


async def test_a_game_let_go_while_it_is_written_disturbs_no_other(a: Process) -> None:
    gone, neighbour = a.start(1), a.start(2)
    for game in (gone, neighbour):
        a.type(game, "a")
    flushing = asyncio.create_task(a.writer.flush())
    await asyncio.sleep(0)  # it is on its way, and nothing has come back
    assert not flushing.done()
    a.writer.drop(gone)
    await flushing
    assert neighbour.session.d == 1
    assert gone not in a.writer.unwritten


async def test_a_long_game_is_written_in_pieces_and_promised_when_it_is_whole(
    a: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.play.journal.written.PIECE_KEYS", 4)
    monkeypatch.setattr("server.play.journal.written.PIECE_WAVES", 2)
    game = a.start()
    a.type(game, KEYS[:11])
    await a.writer.flush()
    assert game.session.d == 11
    taken = await in_journal(a, game)
    assert (typed(game.session), len(taken.tape), len(taken.waves)) == (KEYS[:11], 11, 3)


async def test_a_running_clock_is_written_every_second_without_a_key(a: Process) -> None:
    game = a.start()
    game.session.go(0)
    a.writer.mark(game)
    await a.writer.flush()
    await a.later(LOOK_S)
    assert (await in_journal(a, game)).standing["clock_ms"] >= (LOOK_S - FLUSH_S) * 1000


async def test_many_games_are_written_in_cohorts(a: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.play.journal.writer.COHORT_WEIGHT", 10)
    games = [a.start(number) for number in range(40)]
    await a.writer.flush()
    for game in games:
        a.type(game, "a")
    sizes: list[int] = []

    class Counted:
        def __enter__(self) -> None:
            sizes.append(cuts[0])
            cuts[0] = 0

        def __exit__(self, *_: object) -> None:
            pass

    cuts = [0]

    def counting(*arguments: object) -> object:
        cuts[0] += 1
        return cut(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("server.play.journal.writer.cut", counting)
    monkeypatch.setattr("server.infra.metrics.JOURNAL_SECONDS.time", Counted)
    await a.writer.flush()
    assert sizes == [10, 10, 10, 10]
    assert all(game.session.d == 1 for game in games)


# ---------------------------------------------------------------- a journal that lost something


@pytest.fixture(params=["hash", "keys", "both"])
def lost_keys(request: pytest.FixtureRequest, a: Process) -> list[str]:
    row = game_row(1)
    names = {"hash": [a.books.hash_key(row.id)], "keys": [a.books.keys_key(row.id)]}
    names["both"] = names["hash"] + names["keys"]
    return names[request.param]


async def test_what_redis_lost_is_written_anew_when_a_key_comes(a: Process, redis: Redis, lost_keys: list[str]) -> None:
    game = a.start()
    a.type(game, "a = ")
    await a.writer.flush()
    await redis.delete(*lost_keys)
    a.type(game, "1")
    await a.writer.flush()
    taken = await in_journal(a, game)
    assert ("".join(key.key for key in taken.tape), len(taken.waves)) == ("a = 1", 3)


async def test_what_redis_lost_is_written_anew_without_a_key(a: Process, redis: Redis, lost_keys: list[str]) -> None:
    game = a.start()
    a.type(game, "a = ")
    game.session.pause(0)
    await a.writer.flush()
    await redis.delete(*lost_keys)
    await a.later(LOOK_AT_LEFT_S)
    taken = await in_journal(a, game)
    assert (taken.standing["s"], len(taken.tape), len(taken.waves)) == (4, 4, 3)


async def test_games_of_a_redis_that_lost_everything_are_all_written_anew_before_an_orderly_end(
    a: Process, redis: Redis
) -> None:
    games = [a.start(number) for number in (1, 2, 3)]
    for game in games:
        a.type(game, "a = 1")
    await a.writer.flush()
    for game in games:
        await redis.delete(a.books.hash_key(game.row.id), a.books.keys_key(game.row.id))
    await a.writer.flush_all()
    for game in games:
        assert len((await in_journal(a, game)).tape) == 5


async def test_a_redis_that_went_back_in_time_is_written_anew(a: Process, redis: Redis) -> None:
    game = a.start()
    a.type(game, "a = 1")
    await a.writer.flush()
    await redis.set(a.books.keys_key(game.row.id), (await redis.get(a.books.keys_key(game.row.id)) or b"")[:18])
    a.type(game, "\n")
    await a.writer.flush()
    assert game.session.d == 6
    assert len((await in_journal(a, game)).tape) == 6


# ---------------------------------------------------------------- taking


async def test_a_living_process_keeps_its_game(a: Process, b: Process, redis: Redis, settings: Settings) -> None:
    game = a.start()
    await a.writer.flush()
    assert await b.books.take(game.row.id, new_epoch()) == Held("a")
    await redis.delete(f"{settings.redis_prefix}alive:a")
    assert isinstance(await b.books.take(game.row.id, new_epoch()), Taken)


async def test_the_taker_of_a_game_learns_how_old_its_journal_is(a: Process, redis: Redis) -> None:
    game = a.start()
    await a.writer.flush()
    key = a.books.hash_key(game.row.id)
    written_ms = int(await redis.hget(key, "at_ms") or 0)
    await redis.hset(key, "at_ms", str(written_ms - 60_000))
    assert 60_000 <= (await in_journal(a, game)).age_ms < 90_000


async def test_a_journal_of_the_previous_format_is_read_and_written_anew(a: Process, redis: Redis) -> None:
    game = a.start()
    game.session.keys(keys(1, f"a {PLACEHOLDER}"), 0)
    tape = list(game.session.tape)
    parts = [
        {"waves": [encode_wave(one) for one in game.session.drawn[:2]], "at": [], "lag": [], "keys": []},
        {
            "waves": [encode_wave(one) for one in game.session.drawn[2:]],
            "at": [key.at_ms for key in tape],
            "lag": [key.client_ms - key.at_ms for key in tape],
            "keys": [ord("a"), ord(" "), 0],
        },
    ]
    key = a.books.hash_key(game.row.id)
    standing = orjson.dumps(game.session.standing(0)).decode()
    await redis.hset(key, mapping={"epoch": "older", "standing": standing, "at_ms": "1"})
    await redis.rpush(f"{key}:parts", *map(orjson.dumps, parts))
    a.writer.drop(game)
    again = await a.take(game)
    assert list(again.session.tape) == tape
    await a.writer.flush()
    assert await redis.exists(f"{key}:parts") == 0
    assert list((await in_journal(a, again)).tape) == tape


@pytest.mark.parametrize("standing", ["{", "[]", '{"keys": 7}', '{"keys": "x"}'])
async def test_a_journal_that_is_none_is_set_aside(a: Process, redis: Redis, standing: str) -> None:
    game = a.start()
    await a.writer.flush()
    a.writer.drop(game)
    await redis.hset(a.books.hash_key(game.row.id), "standing", standing)
    with pytest.raises(BrokenJournal):
        await a.books.take(game.row.id, epoch := new_epoch())
    await a.books.set_aside(game.row.id, epoch)
    aside = f"{a.books.hash_key(game.row.id)}:broken:{epoch}"
    assert await redis.hget(aside, "standing") == standing.encode()
    assert await redis.ttl(aside) > 0
    assert await a.books.take(game.row.id, epoch) is None


# ---------------------------------------------------------------- a backlog

BACKLOG_GAMES, BACKLOG_KEYS = 2_000, 480  # a minute at 8 keys a second, while Redis was away
MOST_GAMES, MOST_BYTES, MOST_WAVES = 100, 512 * 1024, 24  # between two turns of the loop: some milliseconds of packing


async def test_a_backlog_is_written_in_slices(redis: Redis, redis_prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted and not timed: what is packed before the loop turns is bounded, however much has waited."""
    a = Process("a", redis, redis_prefix)
    games = [a.start(number) for number in range(BACKLOG_GAMES)]
    long_one = games[BACKLOG_GAMES // 2]
    for game in games:
        count = 40 * BACKLOG_KEYS if game is long_one else BACKLOG_KEYS
        game.session.tape.paste(Tape([Key(5, 5, "x")]).cut(0, 1) * count)
        game.session.s = count
    slices: list[list[tuple[int, int]]] = []  # of each turn: the bytes and waves of each game
    turn = 0

    def counted(game: LiveGame, now_ms: int, arguments: list[Any], waiting: Any = None) -> Piece:
        nonlocal turn
        before, waves = len(arguments), game.written.waves
        piece = cut(game, now_ms, arguments, waiting)
        if turn != len(slices) or not slices:
            slices.append([])
            turn = len(slices)
            asyncio.get_running_loop().call_soon(turned)
        slices[-1].append((sum(len(one) for one in arguments[before:] if type(one) is not int), piece.waves - waves))
        return piece

    def turned() -> None:
        nonlocal turn
        turn = -1

    monkeypatch.setattr("server.play.journal.writer.cut", counted)
    a.writer.away = True
    await a.writer.flush()
    assert all(map(a.writer.has_written, games))
    assert sum(map(len, slices)) >= BACKLOG_GAMES + 4
    for one in slices:
        assert len(one) <= MOST_GAMES
        assert sum(size for size, _ in one) <= MOST_BYTES
        assert sum(waves for _, waves in one) <= MOST_WAVES
    taken = await a.books.take(long_one.row.id, new_epoch())
    assert isinstance(taken, Taken)
    assert len(taken.tape) == 40 * BACKLOG_KEYS
