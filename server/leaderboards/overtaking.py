"""The consumer of ended games that tells people whose best a friend, or somebody they are connected with, has passed.

Laws:
- It is told of all-time boards, by the metric that a ladder shows first, and once for a pair and a board until it is
  taken back. A game that passes somebody on several boards is told of the widest.
- Whether a game passed somebody follows from the stored results alone: before it its player stood below the other's
  best of that time, with it above, and has stood above their best ever since. Who was answered, and passes them again,
  does so with another game, which may be told of another board. So it does not matter in which order the jobs come, or
  how often.
- A game that does not count any more, or again, is judged anew: whoever decides so asks this consumer.

Nobody is looked at unless the game is its player's best on a board, which few are, and somebody is connected with them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import product

from game.terms import NotificationKind, Period
from server.feed import Consumer
from server.infra.postgres import Connection
from server.leaderboards.bests import HeldBests, bests_around, held_bests
from server.leaderboards.board import Entry, shown_value
from server.leaderboards.truth import BestsAround, LadderPart, last_passing, ranked_entries
from server.notifications import Notice, notify, retract, retract_by, told_of
from server.results import FROM_THESE_RESULTS
from server.social import connected_with

OVERTAKING = "overtaking"
TOLD_MOST = 500  # people of one game

_KIND = NotificationKind.OVERTAKEN
_PLAYERS = f"SELECT r.id, r.user_id {FROM_THESE_RESULTS}"


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
        rising = [game for game in of_ladder if held.may_have_risen(game, _cells(game))]
        people = await connected_with(connection, {game.user_id for game in rising}, TOLD_MOST) if rising else {}
        for game in rising:
            if near := people.get(game.user_id):
                await _tell(connection, game, held, near)
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
    """What its player was told is not so any more where they stand above the other again; nor where this game was above
    the other, who has passed them anew since and was told of another board for it."""
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
        leads = bests.now(game.user_id, cell) > bests.now(by, cell)
        was_above = game.packed[game.ladder.metrics[0]] > bests.before(by, cell)
        if leads or (was_above and not await _still_stands(connection, game, cell, by)):
            await retract(connection, game.user_id, _KIND, _subject(game, cell, by))


async def _still_stands(connection: Connection, answer: Entry, cell: LadderPart, by: str) -> bool:
    """Whether the last game by which `by` passed the player of `answer` on this part is told of this part."""
    last = await last_passing(connection, answer.ladder, cell, by, answer.user_id)
    for game in await ranked_entries(connection, [last] if last else []):
        bests = await bests_around(connection, game, [by, answer.user_id], _cells(game))
        return _widest(game, bests, bests, answer.user_id) == cell
    return False


def _widest(game: Entry, own: BestsAround, bests: BestsAround, other: str) -> LadderPart | None:
    """The widest part on which it passed them, as both stood then."""
    packed = game.packed[game.ladder.metrics[0]]
    passed = (cell for cell in _cells(game) if own.before(game.user_id, cell) < bests.before(other, cell) < packed)
    return next(passed, None)


async def _tell(connection: Connection, game: Entry, held: HeldBests, others: Sequence[str]) -> None:
    """`others` are those to whom it is news."""
    packed = game.packed[game.ladder.metrics[0]]
    own = await held.around(connection, game, [game.user_id], _cells(game))
    risen = [cell for cell in _cells(game) if packed > own.before(game.user_id, cell)]
    if not risen:
        return
    bests = await bests_around(connection, game, others, risen)
    notices = []
    for other in others:
        cell = _widest(game, own, bests, other)
        if cell is None or bests.now(other, cell) >= own.now(game.user_id, cell):
            continue
        # While it is their best they have passed nobody since.
        is_best = own.now(game.user_id, cell) == packed
        if is_best or await last_passing(connection, game.ladder, cell, game.user_id, other) == game.result_id:
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
