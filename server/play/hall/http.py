"""The endpoints of matches."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, Field, field_validator
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from game.terms import Difficulty, EndReason, MatchState, Visibility
from server.infra.event_stream import MEDIA_TYPE, answer_to_head
from server.infra.inputs import Body, DifficultyIn, LanguageIn, Query, or_empty, upper, upper_or_none
from server.infra.names import Username
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoints, Principal, Problem, endpoint
from server.play import store
from server.play.core import protocol
from server.play.core.match import LEAST_SEATS, MOST_SEATS, MOST_WAVES, Match
from server.play.endings import Endings
from server.play.hall import moves
from server.play.hall.circle import NO_GROUP, SIGN_IN, group_id, refuse_strangers, signed_in
from server.play.hall.hall import Hall
from server.play.hall.inviting import NO_FRIEND, invite
from server.play.hall.moves import MatchWanted
from server.play.hall.opening import NotIn, NotOver, Opening
from server.play.hall.records import MatchRecord, read_listed, read_match
from server.play.hall.viewers import TOO_MANY, Viewers
from server.play.modes.race import FULL, NO_MATCH, STARTED, CodeIn, no_match
from server.play.problems import NO_SNIPPETS, TOO_MANY_GAMES, no_snippets
from server.play.rows import GameRow
from server.play.waves import NoSnippets

NO_SEAT = 403, "play/no-seat"
NOT_HOST = 403, "play/not-host"
ALONE = 409, "play/match-alone"
OVER = 409, "play/match-over"
NOT_OVER = 409, "play/match-not-over"

LISTED = 50

Done = TypeVar("Done")


class NewMatch(Body):
    """A match to be opened. Whoever opens it is its host, and joins like everybody else. LINK: only those who were
    given its code find it. One for a `group` of yours is LINK, and only its members see and join it."""

    language: LanguageIn
    difficulty: DifficultyIn = Difficulty.NORMAL
    waves: int = Field(3, ge=1, le=MOST_WAVES)
    capacity: int = Field(8, ge=LEAST_SEATS, le=MOST_SEATS)
    visibility: Annotated[Visibility, BeforeValidator(upper)] = Visibility.PUBLIC
    group: str = Field("", max_length=60, description="the slug of a group of yours")


class QuickMatch(Body):
    """Without a language any will do, and a new match is in the player's favorite one; likewise the difficulty, which
    is NORMAL then."""

    language: LanguageIn | None = None
    difficulty: DifficultyIn | None = None


class Invitation(Body):
    """`username` is a friend's."""

    username: Username


class MatchesQuery(Query):
    """Public matches are OPEN ones when no state is given, or all with `live`; those of a `group` of yours are in any
    state then."""

    state: Annotated[MatchState | None, BeforeValidator(upper_or_none), or_empty(*MatchState)] = None
    live: bool = Field(False, description="without a state: public matches that have begun too")
    group: str = Field("", max_length=60, description="the slug of a group of yours")

    @field_validator("state")
    @classmethod
    def _is_listed(cls, state: MatchState | None) -> MatchState | None:
        if state is MatchState.OVER:
            raise PydanticCustomError("state", "Matches that are over are not listed")
        return state


class MatchPath(Query):
    """A match's code, in any case."""

    code: CodeIn


@dataclass(frozen=True, slots=True)
class MatchList:
    """Matches that somebody is in, the newest first, 50 at most; those that are `live` so in each state."""

    matches: list[Match]


@dataclass(frozen=True, slots=True)
class SeatTaken:
    """The seat that you have. Open `socket` with subprotocol `protocol` and say hello with `session_token`."""

    match: Match
    seat: int
    session_id: str
    session_token: str
    socket: str
    protocol: str


def endpoints(pg: Pool, hall: Hall, opening: Opening, endings: Endings, viewers: Viewers) -> Endpoints:
    calls = _Calls(pg, hall, opening, endings, viewers)
    seat = (NO_MATCH, FULL, STARTED, OVER, TOO_MANY_GAMES)
    return [
        endpoint(
            "POST",
            "/api/matches",
            calls.open,
            "Open a match",
            access=Access.USER,
            status=201,
            rate="60/minute",  # a class behind one address; each draws its waves
            problems=(NO_SNIPPETS, NO_GROUP),
            tag="matches",
        ),
        endpoint(
            "POST",
            "/api/matches/quick",
            calls.quick,
            "Take a seat in an open public match, or in a new one",
            access=Access.USER,
            rate="120/minute",
            problems=(NO_SNIPPETS, TOO_MANY_GAMES, FULL, STARTED),
            tag="matches",
        ),
        endpoint(
            "GET",
            "/api/matches",
            calls.list,
            "Public matches, or those of a group of yours, the newest first",
            access=Access.OPTIONAL,
            problems=(SIGN_IN, NO_GROUP),
            tag="matches",
        ),
        endpoint(
            "GET",
            "/api/matches/{code}",
            calls.one,
            "A match; those of a group are for its members",
            access=Access.OPTIONAL,
            problems=(NO_MATCH,),
            tag="matches",
        ),
        endpoint(
            "POST",
            "/api/matches/{code}/join",
            calls.join,
            "Take a seat; those who have one already get it again",
            access=Access.USER,
            rate="300/minute",
            problems=seat,
            tag="matches",
        ),
        endpoint(
            "POST",
            "/api/matches/{code}/leave",
            calls.leave,
            "Give up your seat; after the start this ends your game",
            access=Access.USER,
            problems=(NO_MATCH, NO_SEAT),
            tag="matches",
        ),
        endpoint(
            "POST",
            "/api/matches/{code}/start",
            calls.start,
            "Start the countdown, as the host",
            access=Access.USER,
            problems=(NO_MATCH, NO_SEAT, NOT_HOST, ALONE, STARTED, OVER),
            tag="matches",
        ),
        endpoint(
            "POST",
            "/api/matches/{code}/rematch",
            calls.rematch,
            "Take a seat in the match that follows this one; the first who asks opens it",
            access=Access.USER,
            rate="60/minute",
            problems=(*seat, NO_SEAT, NOT_OVER, NO_SNIPPETS, NO_GROUP),
            tag="matches",
        ),
        endpoint(
            "POST",
            "/api/matches/{code}/invite",
            calls.invite,
            "Invite a friend, who is told once, to the match in which you have a seat",
            access=Access.USER,
            rate="60/minute",
            problems=(NO_MATCH, NO_SEAT, STARTED, OVER, NO_FRIEND),
            tag="matches",
        ),
        endpoint(
            "GET",
            "/api/matches/{code}/live",
            calls.live,
            "A match as it goes, as server-sent events with the frames of the play socket",
            access=Access.OPTIONAL,
            media_type=MEDIA_TYPE,
            rate="120/minute",
            problems=(NO_MATCH, TOO_MANY),
            tag="matches",
        ),
    ]


class _Calls:
    def __init__(self, pg: Pool, hall: Hall, opening: Opening, endings: Endings, viewers: Viewers) -> None:
        self._pg, self._hall, self._opening, self._endings, self._viewers = pg, hall, opening, endings, viewers

    # ------------------------------------------------------------ reading

    async def list(self, call: Call[None, MatchesQuery]) -> MatchList:
        query, of_group = call.query, None
        if query.group:
            of_group = await group_id(self._pg, query.group, signed_in(call.maybe_caller).user_id)
        records: list[MatchRecord] = []
        for state in _states(query):
            records += await read_listed(
                self._pg, self._hall.reference, state, LISTED, call.maybe_caller_id, of_group=of_group
            )
        return MatchList(await self._hall.shown(records))

    async def one(self, call: Call[None, None, MatchPath]) -> Match:
        return (await self._hall.shown([await self._record(call.path.code, call.maybe_caller)]))[0]

    async def live(self, call: Call[None, None, MatchPath]) -> Response:
        record = await self._record(call.path.code, call.maybe_caller)
        return answer_to_head(call.request) or self._viewers.response(record.code, call.request)

    async def _match(self, code: str) -> Match:
        match = await self._hall.match(code)
        if match is None:
            raise no_match()
        return match

    async def _record(self, code: str, caller: Principal | None) -> MatchRecord:
        record = await read_match(self._pg, self._hall.reference, code)
        if record is None:
            raise no_match()
        if caller is None or record.seat_of(caller.user_id) is None:
            await refuse_strangers(self._pg, record.code, record.group_id, caller)
        return record

    # ------------------------------------------------------------ seats

    async def open(self, call: Call[NewMatch]) -> Match:
        body, user_id = call.body, call.caller.user_id
        of_group = await group_id(self._pg, body.group, user_id) if body.group else None
        wanted = MatchWanted(
            language=body.language,
            difficulty=body.difficulty,
            waves=body.waves,
            capacity=body.capacity,
            visibility=body.visibility if of_group is None else Visibility.LINK,
            group_id=of_group,
        )
        return await self._match(await self._seated(self._opening.open(user_id, wanted)))

    async def quick(self, call: Call[QuickMatch]) -> SeatTaken:
        body = call.body
        row = await self._seated(self._opening.quick(call.caller.user_id, body.language, body.difficulty))
        return await self._taken(row)

    async def join(self, call: Call[None, None, MatchPath]) -> SeatTaken:
        record = await self._record(call.path.code, call.caller)
        if record.ended_at is not None:
            raise _over()
        return await self._taken(await self._seated(self._opening.join(call.caller.user_id, record.code)))

    async def rematch(self, call: Call[None, None, MatchPath]) -> SeatTaken:
        user_id, code = call.caller.user_id, call.path.code
        try:
            following = await self._seated(self._opening.rematch(user_id, code))
        except LookupError:
            raise no_match() from None
        except NotIn:
            raise _no_seat() from None
        except NotOver:
            raise Problem(*NOT_OVER, "This match is not over.") from None
        row = await self._seated(self._opening.join(user_id, following))
        self._hall.changed(code)  # it says which match follows
        return await self._taken(row)

    async def leave(self, call: Call[None, None, MatchPath]) -> None:
        record = await self._record(call.path.code, call.caller)
        if record.seat_of(call.caller.user_id) is None:
            raise _no_seat()
        row = await self._opening.seat(call.caller.user_id, record.code)
        if row is not None:
            await self._endings.end(row, EndReason.QUIT)
        await moves.clear_left(self._pg, record.code)
        self._hall.changed(record.code)

    async def invite(self, call: Call[Invitation, None, MatchPath]) -> None:
        user_id = call.caller.user_id
        record = await self._record(call.path.code, call.caller)
        if record.seat_of(user_id) is None:
            raise _no_seat()
        self._refuse_begun(record)
        await invite(self._pg, record, user_id, call.body.username)

    def _refuse_begun(self, record: MatchRecord) -> None:
        if record.ended_at is not None:
            raise _over()
        if record.state_at(self._hall.reference.stamp_ms()) is MatchState.RUNNING:
            raise Problem(*STARTED, "This match has already started.")

    async def start(self, call: Call[None, None, MatchPath]) -> Match:
        record = await self._record(call.path.code, call.caller)
        if record.seat_of(call.caller.user_id) is None:
            raise _no_seat()
        if record.host != call.caller.user_id:
            raise Problem(*NOT_HOST, "Only the host can start the match.")
        self._refuse_begun(record)
        state = record.state_at(self._hall.reference.stamp_ms())
        countdown_ms = self._hall.steps.pace.countdown
        if state is MatchState.OPEN and not await moves.count_down(self._pg, record.code, countdown_ms):
            raise Problem(*ALONE, "A match needs two players.")
        self._hall.changed(record.code)
        return await self._match(record.code)

    async def _seated(self, work: Awaitable[Done]) -> Done:
        try:
            return await work
        except NoSnippets:
            raise no_snippets() from None
        except store.TooManyGames as refusal:
            detail = f"You have reached the limit of {len(refusal.games)} unfinished games. End one first."
            raise Problem(*TOO_MANY_GAMES, detail) from None

    async def _taken(self, row: GameRow) -> SeatTaken:
        return SeatTaken(
            match=await self._match(row.own["match_code"]),
            seat=row.own["seat"],
            session_id=row.id,
            session_token=row.session_token,
            socket=protocol.PATH,
            protocol=protocol.SUBPROTOCOL,
        )


def _states(query: MatchesQuery) -> tuple[MatchState | None, ...]:
    """The lists that are asked for, None for one of any state."""
    if query.state is not None or query.group:
        return (query.state,)
    return tuple(state for state in MatchState if state is not MatchState.OVER) if query.live else (MatchState.OPEN,)


def _over() -> Problem:
    return Problem(*OVER, "This match is over.")


def _no_seat() -> Problem:
    return Problem(*NO_SEAT, "You have no seat in this match.")
