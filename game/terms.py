"""The words of the game that are stored, sent and shown: each list is here and nowhere else.

Law: a member's value is the word itself, on the wire, in the key log and in PostgreSQL, which has enums with the same
values in the same order. `make lint` compares them with prisma/schema.prisma, and refuses a second list of the same
words anywhere in the server or the client.

Absent on purpose: the names that players see. Those are texts of the client.
"""

from __future__ import annotations

import enum
from typing import Literal, get_args


class Language(enum.StrEnum):
    """What a snippet is written in. REACT is JavaScript with JSX."""

    PYTHON = "PYTHON"
    REACT = "REACT"
    JAVASCRIPT = "JAVASCRIPT"
    TYPESCRIPT = "TYPESCRIPT"
    JAVA = "JAVA"
    GO = "GO"
    RUST = "RUST"


class Difficulty(enum.StrEnum):
    """From easy to hard, in the order of the scale on which snippets are measured."""

    EASY = "EASY"
    NORMAL = "NORMAL"
    HARD = "HARD"
    EXPERT = "EXPERT"


class Mode(enum.StrEnum):
    """What kind of game is played: where its waves come from, and what its result counts for."""

    SOLO = "SOLO"
    SPRINT = "SPRINT"
    DAILY = "DAILY"
    GHOST = "GHOST"
    RACE = "RACE"
    CONTEST = "CONTEST"
    CHALLENGE = "CHALLENGE"
    PRACTICE = "PRACTICE"


class Metric(enum.StrEnum):
    """By what players are compared: points, right characters ÷ 5 a minute, or tokens of code a minute."""

    SCORE = "score"
    NET_WPM = "net_wpm"
    WPM = "wpm"


class Period(enum.StrEnum):
    """How far back a board reaches: for ever, to Monday, or to midnight, in UTC."""

    ALL = "all"
    WEEK = "week"
    DAY = "day"


SprintSeconds = Literal[30, 60, 120]  # how long a sprint may last
SPRINT_SECONDS: tuple[SprintSeconds, ...] = get_args(SprintSeconds)


class EndReason(enum.StrEnum):
    """Why a game ended."""

    DEFEATED = "defeated"  # no HP left
    QUIT = "quit"  # the player stopped
    ABANDONED = "abandoned"  # the player left and did not come back
    LIMIT = "limit"  # the game reached a limit of game.rules
    CLEARED = "cleared"  # the last wave of a game that has a last one
    TIME = "time"  # the time limit of its mode
    CLOSED = "closed"  # its match or its contest was over: the others had ended a while ago


class MatchState(enum.StrEnum):
    """Where a match is on its way. It follows from its times."""

    OPEN = "OPEN"  # players may join
    COUNTDOWN = "COUNTDOWN"  # they still may, and its start is known
    RUNNING = "RUNNING"
    OVER = "OVER"  # its places are decided, or it was given up before its start


class ContestState(enum.StrEnum):
    """Where a contest is on its way. It follows from its times."""

    UPCOMING = "UPCOMING"
    RUNNING = "RUNNING"  # its window is open
    CLOSING = "CLOSING"  # nobody begins any more; the last games are finished, then the ranks are fixed
    OVER = "OVER"  # ranks and ratings are fixed


class Visibility(enum.StrEnum):
    """Who finds a match: everybody in the list of open ones, or those who were given its code."""

    PUBLIC = "PUBLIC"
    LINK = "LINK"


class RatingKind(enum.StrEnum):
    """What a rating is of; each is reckoned by itself."""

    RACE = "RACE"
    CONTEST = "CONTEST"


class Platform(enum.StrEnum):
    """A trainer from which a player can bring their history."""

    MONKEYTYPE = "MONKEYTYPE"
    KEYBR = "KEYBR"


class Verdict(enum.StrEnum):
    """Whether a result is taken for honest. Only a moderator gives the last two."""

    CLEAN = "clean"
    FLAGGED = "flagged"
    APPROVED = "approved"
    REJECTED = "rejected"


class PostState(enum.StrEnum):
    """Who reads a post or a comment."""

    VISIBLE = "VISIBLE"
    WAITING = "WAITING"  # its author and moderators, until one of these has looked
    HIDDEN = "HIDDEN"  # the same, since one has
    DELETED = "DELETED"  # nobody: its text and its author are gone


class Role(enum.StrEnum):
    """What an account may do. PostgreSQL calls it UserRole."""

    PLAYER = "PLAYER"
    ADMIN = "ADMIN"
    MODERATOR = "MODERATOR"


class GroupJoin(enum.StrEnum):
    """Who may join a group: whoever has its address, whoever has its code, or nobody by themselves."""

    OPEN = "OPEN"
    CODE = "CODE"
    CLOSED = "CLOSED"


class GroupRole(enum.StrEnum):
    """What a member may do in a group. There is one owner; owners can do all that teachers can."""

    OWNER = "OWNER"
    TEACHER = "TEACHER"
    MEMBER = "MEMBER"


class FriendStatus(enum.StrEnum):
    """How one player stands to another."""

    REQUESTED = "REQUESTED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"  # kept for a while, so that who was declined does not ask again at once
    BLOCKED = "BLOCKED"


class FriendRequestsFrom(enum.StrEnum):
    """Who may ask a player to become friends."""

    EVERYBODY = "EVERYBODY"
    FOLLOWED = "FOLLOWED"  # those whom the player follows
    NOBODY = "NOBODY"


class PlayingShownTo(enum.StrEnum):
    """Who may see that a player is playing."""

    EVERYBODY = "EVERYBODY"
    FRIENDS = "FRIENDS"
    NOBODY = "NOBODY"


class ProgressStatus(enum.StrEnum):
    """How far a player is with a challenge."""

    NOT_STARTED = "NOT_STARTED"  # nothing but hints were taken
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"  # an attempt that counts has passed it


class ChallengeGoal(enum.StrEnum):
    """What a challenge may ask of an attempt."""

    FINISHED = "FINISHED"  # the code is typed to its end; every challenge asks for it
    MIN_ACCURACY = "MIN_ACCURACY"
    MIN_NET_WPM = "MIN_NET_WPM"
    MAX_WRONG_KEYS = "MAX_WRONG_KEYS"


class TopicState(enum.StrEnum):
    """How far a player has got with a topic, which is a category of a language."""

    UNMET = "UNMET"  # never played
    STARTED = "STARTED"
    MASTERED = "MASTERED"  # by the rule of server/practice/topics.py


class TopicReason(enum.StrEnum):
    """Why a topic is suggested."""

    WEAK = "WEAK"  # it costs the player more than other topics
    UNMET = "UNMET"  # it was never played
    OLDEST = "OLDEST"  # it was played longest ago


class NotificationKind(enum.StrEnum):
    """What somebody is told of."""

    FRIEND_REQUEST = "FRIEND_REQUEST"
    FRIEND_ACCEPTED = "FRIEND_ACCEPTED"
    FOLLOWED = "FOLLOWED"
    INVITED = "INVITED"  # to a match
    ANSWER = "ANSWER"  # to what they wrote in a discussion
    OVERTAKEN = "OVERTAKEN"  # somebody they know has passed their best
    ACHIEVEMENT = "ACHIEVEMENT"
    CONTEST_SOON = "CONTEST_SOON"  # one that they have joined begins
    ASSIGNMENT_DUE = "ASSIGNMENT_DUE"  # one of a group that they have not done
    VERDICT = "VERDICT"  # a moderator has looked at their game, or at what they say to that


class RequirementType(enum.StrEnum):
    """What an achievement asks for `requirement_value` of. Where nothing else is said, of games that count."""

    GAMES = "GAMES"
    RIGHT_KEYS = "RIGHT_KEYS"
    MINUTES = "MINUTES"
    WAVES = "WAVES"  # cleared
    ENEMIES = "ENEMIES"
    EXPERT_WAVES = "EXPERT_WAVES"  # cleared at EXPERT
    WAVES_IN_A_GAME = "WAVES_IN_A_GAME"
    UNHURT_WAVES = "UNHURT_WAVES"  # in one game in which no enemy got through
    SCORE = "SCORE"  # of one ranked game of waves
    NET_WPM = "NET_WPM"  # over one game of at least 30 s
    COMBO = "COMBO"
    FLAWLESS_WORDS = "FLAWLESS_WORDS"  # in one game without a wrong key
    ACCURATE_GAMES = "ACCURATE_GAMES"  # of 100 words, with 98 % of the keys right
    LANGUAGES = "LANGUAGES"
    DAYS = "DAYS"  # with a game
    STREAK = "STREAK"
    RETURN = "RETURN"  # days that passed between two games
    NIGHT_GAMES = "NIGHT_GAMES"  # ended between midnight and five, where the player was
    MORNING_GAMES = "MORNING_GAMES"  # between five and eight
    LEVEL = "LEVEL"
    SPRINTS = "SPRINTS"
    DAILIES = "DAILIES"
    RACES = "RACES"
    RACES_WON = "RACES_WON"  # against at least one other person
    CONTESTS = "CONTESTS"
    CONTESTS_WON = "CONTESTS_WON"  # against at least one other person
    CHALLENGES = "CHALLENGES"  # passed, each once
    PRACTICE_MINUTES = "PRACTICE_MINUTES"


class Rarity(enum.StrEnum):
    """How hard an achievement is meant to be. How many players have it is counted."""

    COMMON = "COMMON"
    UNCOMMON = "UNCOMMON"
    RARE = "RARE"
    EPIC = "EPIC"
    LEGENDARY = "LEGENDARY"


class WordClass(enum.StrEnum):
    """What a word of a snippet is by its syntax, which decides its colour."""

    KEYWORD = "keyword"
    NAME = "name"
    TYPE = "type"
    FUNCTION = "function"
    STRING = "string"
    NUMBER = "number"
    COMMENT = "comment"
    OPERATOR = "operator"
    PUNCTUATION = "punctuation"
    TAG = "tag"
    TEXT = "text"
