"""The consumer of ended games that tells people whose best a friend, or somebody they are connected with, has passed.

Laws:
- It is told of all-time boards, by the metric that a ladder shows first, and once for a pair and a board until it is
  taken back. A game that passes somebody on several boards is told of the widest.
- Whether a game passed somebody follows from the stored results alone: before it its player stood below the other's
  best of that time, with it above, and stands above their best now. So it does not matter in which order the jobs come,
  or how often.
- A game that does not count any more, or again, is judged anew: whoever decides so asks this consumer.

Nobody is looked at unless the game is its player's best on a board, which few are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import product

from game.terms import NotificationKind, Period
from server.feed import Consumer
from server.infra.postgres import Connection
from server.leaderboards.bests import HeldBests, bests_around, held_bests
from server.leaderboards.board import Entry, shown_value
from server.leaderboards.truth import BestsAround, LadderPart, ranked_entries
from server.notifications import Notice, notify, retract, retract_by, told_of
from server.social import connected_with

OVERTAKING = "overtaking"
TOLD_MOST = 500  # people of one game

_KIND = NotificationKind.OVERTAKEN
_PLAYERS = "SELECT id, user_id FROM game_results WHERE id = ANY($1::uuid[])"


def overtaking_consumer() -> Consumer:
    async def look_at_one(connection: Connection, result_id: str) -> None:
        await _look(connection, [result_id])

    return Consumer(OVERTAKING, look_at_one, together=_look)


async def _look(connection: Connection, result_ids: Sequence[str]) -> None:
    """What one game finds follows from committed games alone, so several are looked at by the same statements.

    All are told before anything is taken back. To tell somebody what they were told already waits for whoever deletes
    that notice, with their account for one; and a deletion waits for what is being taken back.
    """
    found = await ranked_entries(connection, result_ids)
    others = set(result_ids) - {game.result_id for game in found}
    games = [game for game in found if Period.ALL in game.ladder.periods]
    told = await told_of(connection, {game.user_id for game in games}, _KIND) if games else {}
    for ladder in {game.ladder for game in games}:
        of_ladder = [game for game in games if game.ladder == ladder]
        held = await held_bests(connection, ladder, {game.user_id for game in of_ladder})
        for game in of_ladder:
            await _tell(connection, game, held)
    for game in games:
        await _take_back(connection, game, told.get(game.user_id, ()))
    if others:
        await _take_back_all(connection, others)


async def _take_back_all(connection: Connection, result_ids: Collection[str]) -> None:
    """Of games that do not count any more, or never did."""
    rows = await connection.fetch(_PLAYERS, list(result_ids))
    await retract_by(connection, _KIND, [(row["user_id"], {"result_id": row["id"]}) for row in rows])


def _cells(game: Entry) -> list[LadderPart]:
    """The boards that it counts on, the widest first."""
    return [LadderPart(*each) for each in product((None, game.language), (None, game.difficulty))]


def _subject(game: Entry, cell: LadderPart, by: str) -> str:
    return f"{game.ladder.name} {cell.language or '*'} {cell.difficulty or '*'} {by}"


async def _take_back(connection: Connection, game: Entry, notices: Sequence[tuple[str, str | None]]) -> None:
    """What its player was told is not so any more where they stand above the other again."""
    told = [
        (by, cell)
        for subject, by in notices
        for cell in _cells(game)
        if by is not None and subject == _subject(game, cell, by)
    ]
    if not told:
        return
    bests = await bests_around(connection, game, [game.user_id, *{by for by, _ in told}], _cells(game))
    for by, cell in told:
        if bests.now(game.user_id, cell) > bests.now(by, cell):
            await retract(connection, game.user_id, _KIND, _subject(game, cell, by))


async def _tell(connection: Connection, game: Entry, held: HeldBests) -> None:
    packed = game.packed[game.ladder.metrics[0]]
    own = await held.around(connection, game, [game.user_id], _cells(game))
    risen = [cell for cell in _cells(game) if packed > own.before(game.user_id, cell)]
    if not risen:
        return
    others = await connected_with(connection, game.user_id, TOLD_MOST)
    bests = await bests_around(connection, game, others, risen)
    notices = []
    for other in others:
        passed = (cell for cell in risen if own.before(game.user_id, cell) < bests.before(other, cell) < packed)
        cell = next(passed, None)
        if cell is not None and bests.now(other, cell) < own.now(game.user_id, cell):
            notices.append(_notice(game, cell, other, bests))
    await notify(connection, *notices)


def _notice(game: Entry, cell: LadderPart, to: str, bests: BestsAround) -> Notice:
    metric = game.ladder.metrics[0]
    data = {
        "mode": game.ladder.mode,
        "seconds": game.ladder.seconds,
        "metric": metric,
        "language": cell.language,
        "difficulty": cell.difficulty,
        "value": shown_value(metric, game.packed[metric]),
        "own": shown_value(metric, bests.now(to, cell)),
        "result_id": game.result_id,
    }
    return Notice(to, _KIND, _subject(game, cell, game.user_id), by=game.user_id, data=data)
