"""What goes out about contests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from game.terms import ContestState, Difficulty, Language
from server.infra.inputs import Id

FINISH = timedelta(minutes=15)  # for games that were begun in the window: as long as ten hard waves take


@dataclass(frozen=True, slots=True)
class ContestGroup:
    """The group whose members alone see a contest."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """A contest as everybody sees it who knows of it. `keys` is how many keys each wave takes. A game that was begun
    before `ends_at` may be finished until `closes_at`. `starts_in_ms` and `ends_in_ms` are by the server's clock, null
    when that is past. `participants` have signed up or played, `playing` are in their games, `finished` have a result
    that counts. `fixed_at` is when ranks and ratings were fixed."""

    slug: str
    title: str
    description: str
    language: Language
    difficulty: Difficulty
    waves: int
    keys: list[int]
    state: ContestState
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime
    duration_s: int
    starts_in_ms: int | None
    ends_in_ms: int | None
    group: ContestGroup | None
    is_rated: bool
    participants: int
    playing: int
    finished: int
    fixed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEntry:
    """How you take part. Without `session_id` you have not played yet; a game without a result was one without a key.
    `rank` is among the results that count at the moment. `excluded` says why yours does not: flagged or rejected by
    the rules of fair play, or paused for too long."""

    joined_at: datetime
    session_id: Id | None
    is_playing: bool
    result_id: Id | None
    final_score: int | None
    rank: int | None
    excluded: str | None
    old_rating: int | None
    new_rating: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestSnippet:
    """One wave. `draws` is how often it had been drawn for other games when it was last in the rotation."""

    id: Id
    version: int
    category: str
    difficulty: Difficulty
    snippet_text: str
    draws: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestView:
    """`may_edit`: you are its staff, who change and delete it until it begins. `snippets` are for them, and for
    everybody once it is over; null otherwise, and in lists."""

    contest: Contest
    yours: OwnEntry | None
    may_edit: bool
    snippets: list[ContestSnippet] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestStanding:
    """One result that counts. `nickname` is what the contest's group calls its player."""

    rank: int
    user_id: Id
    username: str
    display_name: str
    nickname: str | None
    result_id: Id
    final_score: int
    net_wpm: float
    key_accuracy_percentage: float
    waves_completed: int
    playtime_seconds: int
    ended_at: datetime
    old_rating: int | None
    new_rating: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestTop:
    """What is sent when standings have changed: the first of them."""

    participants: int
    playing: int
    finished: int
    standings: list[ContestStanding]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestRow:
    """A contest as PostgreSQL has it. `is_staff`: the user who asked is; `now` is when it was read."""

    slug: str
    title: str
    description: str
    language: Language
    difficulty: Difficulty
    keys: list[int]
    group_id: Id | None
    group_slug: str | None
    group_name: str | None
    starts_at: datetime
    duration_s: int
    fixed_at: datetime | None
    participants: int
    playing: int
    finished: int
    is_staff: bool
    now: datetime

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(seconds=self.duration_s)

    @property
    def state(self) -> ContestState:
        if self.fixed_at is not None:
            return ContestState.OVER
        if self.now < self.starts_at:
            return ContestState.UPCOMING
        return ContestState.RUNNING if self.now < self.ends_at else ContestState.CLOSING

    def shown(self) -> Contest:
        group = None
        if self.group_slug is not None and self.group_name is not None:
            group = ContestGroup(self.group_slug, self.group_name)
        return Contest(
            slug=self.slug,
            title=self.title,
            description=self.description,
            language=self.language,
            difficulty=self.difficulty,
            waves=len(self.keys),
            keys=self.keys,
            state=self.state,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            closes_at=self.ends_at + FINISH,
            duration_s=self.duration_s,
            starts_in_ms=_ms_until(self.starts_at, self.now),
            ends_in_ms=_ms_until(self.ends_at, self.now),
            group=group,
            is_rated=self.group_id is None,
            participants=self.participants,
            playing=self.playing,
            finished=self.finished,
            fixed_at=self.fixed_at,
        )


def _ms_until(at: datetime, now: datetime) -> int | None:
    left: timedelta = at - now
    return None if left <= timedelta() else round(left / timedelta(milliseconds=1))
