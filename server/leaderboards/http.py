"""The leaderboards' endpoint."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from game.terms import SPRINT_SECONDS, Difficulty, Language, Metric, Mode, Period, SprintSeconds
from server.infra.inputs import BoolFilter, DifficultyFilter, LanguageFilter, Query, none_when_empty, or_empty, upper
from server.infra.kept_answers import KeptAnswers
from server.infra.web import POSTGRES_LONG_S, Access, Answer, Call, Endpoints, Problem, Reads, endpoint
from server.leaderboards.answers import EntryOut, LeaderboardOut
from server.leaderboards.board import DAILY, EPOCH, LADDERS, SOLO, SPRINTS, Ladder
from server.leaderboards.boards import Boards
from server.leaderboards.standings import Window

KEPT_S = 0.25  # how late a game that ended in another process may show
LAST_DAY = date(2092, 12, 31)  # boards count their seconds until then
KEPT = 1_000  # pages, of some 5 KiB each
SPRINT_LENGTHS: dict[str, SprintSeconds] = {str(seconds): seconds for seconds in SPRINT_SECONDS}


def lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _lower_or_none(value: object) -> object:
    return none_when_empty(lower(value))


class BoardQuery(Query):
    """Which board. Of sprints there is one for each `seconds` (60 when not given), by `net_wpm`; of dailies one for
    each day, by `score` or `net_wpm`. When they are not given, the metric is `net_wpm` for sprints and `score` for
    other games, and the period is the day for dailies and all time for other games."""

    mode: Annotated[Mode, BeforeValidator(upper)] = Mode.SOLO
    seconds: Literal["30", "60", "120"] | None = None
    metric: Annotated[Metric | None, BeforeValidator(_lower_or_none), or_empty(*Metric)] = None
    period: Annotated[Period | None, BeforeValidator(_lower_or_none), or_empty(*Period)] = None
    language: LanguageFilter = None
    difficulty: DifficultyFilter = None

    @model_validator(mode="after")
    def _is_a_board(self) -> Self:
        if self.mode not in {ladder.mode for ladder in LADDERS}:
            raise PydanticCustomError("board", "That mode has no boards")
        if self.seconds is not None and self.mode is not Mode.SPRINT:
            raise PydanticCustomError("board", "Only sprints have a length")
        if self.metric not in (None, *self.ladder.metrics):
            raise PydanticCustomError("board", "There is no board of that mode by that metric")
        if self.period not in (None, *self.ladder.periods):
            raise PydanticCustomError("board", "There is no board of that mode for that period")
        return self

    @property
    def ladder(self) -> Ladder:
        if self.mode is Mode.SPRINT:
            return SPRINTS[60 if self.seconds is None else SPRINT_LENGTHS[self.seconds]]
        return DAILY if self.mode is Mode.DAILY else SOLO

    @property
    def board(self) -> tuple[Metric, Period, Language | None, Difficulty | None]:
        ladder = self.ladder
        return self.metric or ladder.metrics[0], self.period or ladder.periods[0], self.language, self.difficulty


class LeaderboardQuery(BoardQuery):
    """`day` is that of a daily, today's when it is not given. `offset` counts places from the first; with `around=me`
    the page is centred on the caller instead."""

    day: date | None = Field(None, ge=EPOCH.date(), le=LAST_DAY)
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=10_000_000)  # more places than players; a bound for PostgreSQL's scan
    group: str = Field(
        "",
        max_length=60,
        description="the slug of a group of yours: its members alone are compared, by the names that it gives them",
    )
    friends: BoolFilter = Field(None, description="true: you and your friends alone are compared")
    around: Annotated[Literal["me"] | None, BeforeValidator(_lower_or_none), or_empty("me")] = None


class _Page(NamedTuple):
    """A page that is the same for everybody: a query without the caller."""

    metric: Metric
    period: Period
    language: Language | None
    difficulty: Difficulty | None
    limit: int
    offset: int
    ladder: Ladder
    day: date | None


# Takes a group's slug and a user id, raises Problem(404). By the id of each member, what the group calls them, None for
# their own name.
MembersOf = Callable[[str, str], Awaitable[Mapping[str, str | None]]]
FriendsOf = Callable[[str], Awaitable[list[str]]]  # takes a user id


def endpoints(boards: Boards, members_of: MembersOf, friends_of: FriendsOf) -> Endpoints:
    calls = _Calls(boards, members_of, friends_of)
    return [
        endpoint(
            "GET",
            "/api/leaderboard",
            calls.page,
            "A page of a board, and your own place on it",
            access=Access.OPTIONAL,
            problems=((401, "auth/required"), (404, "group/no-such-group"), (422, "leaderboard/no-board")),
            rate="1200/minute",  # a class behind one address that pages through the boards; a loop is stopped
            postgres_s=POSTGRES_LONG_S,
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="leaderboard",
        )
    ]


class _Calls:
    def __init__(self, boards: Boards, members_of: MembersOf, friends_of: FriendsOf) -> None:
        self._boards, self._members_of, self._friends_of = boards, members_of, friends_of
        self._kept = KeptAnswers(self._read, lambda: boards.version, kept_s=KEPT_S, most=KEPT)

    async def page(self, call: Call[None, LeaderboardQuery]) -> LeaderboardOut | Answer[LeaderboardOut]:
        query = call.query
        board = query.board
        if query.day is not None and query.mode is not Mode.DAILY:
            raise Problem(422, "leaderboard/no-board", "Only dailies have a board for each day.")
        if call.maybe_caller is not None:
            caller_id = call.maybe_caller.user_id
            window = Window(query.limit, query.offset, caller_id, query.around is not None)
            members = await self._compared(query, caller_id)
            among = None if members is None else list(members)
            page = await self._boards.page(*board, window, ladder=query.ladder, day=query.day, among=among)
            return page if members is None else _as_called(page, members)
        if query.around or query.group or query.friends:
            detail = "Sign in to see your own place, and the boards of your groups and friends."
            raise Problem(401, "auth/required", detail, headers={"WWW-Authenticate": "Bearer"})
        return await self._kept.answer(_Page(*board, query.limit, query.offset, query.ladder, query.day))

    async def _compared(self, query: LeaderboardQuery, caller_id: str) -> Mapping[str, str | None] | None:
        """Those that the board is of, with what they are called there; None for everybody."""
        members = await self._members_of(query.group, caller_id) if query.group else None
        if not query.friends:
            return members
        friends = dict.fromkeys([caller_id, *await self._friends_of(caller_id)])
        return friends if members is None else {one: name for one, name in members.items() if one in friends}

    async def _read(self, page: _Page) -> LeaderboardOut:
        window = Window(page.limit, page.offset)
        board = page.metric, page.period, page.language, page.difficulty
        return await self._boards.page(*board, window, ladder=page.ladder, day=page.day)


def _as_called(page: LeaderboardOut, nicknames: Mapping[str, str | None]) -> LeaderboardOut:
    """The page with the names that a group gives its members, where it gives one."""

    def called(entry: EntryOut) -> EntryOut:
        return replace(entry, display_name=nicknames.get(entry.user_id) or entry.display_name)

    return replace(page, entries=[*map(called, page.entries)], me=page.me and called(page.me))
