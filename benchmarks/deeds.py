"""What players and staff do that writes, in an order in which it can be done, for benchmarks/queries.py."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from server.infra.postgres import Connection

_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Deed:
    """`who`: "player" (with very many of everything), "other", "admin", "stranger". What stands in braces is filled in.
    `learn`: names, and where they stand in the answer."""

    who: str
    route: str
    body: Any = None
    learn: Mapping[str, str] = field(default_factory=dict)


PASSWORD = "a password of nobody's 7"
START = {"language": "PYTHON", "difficulty": "NORMAL"}
CODE = "price_{unique} = 7 * count_{unique}"
DEEDS = (
    Deed("stranger", "POST /api/auth/guest"),
    Deed(
        "stranger",
        "POST /api/auth/register",
        {"username": "b_{unique}", "email": "b_{unique}@example.com", "password": PASSWORD},
    ),
    Deed("stranger", "POST /api/auth/login", {"login": "b_{unique}", "password": PASSWORD}),
    Deed("player", "PUT /api/user/profile", {"display_name": "Bench {unique}"}),
    Deed("player", "PUT /api/user/settings", {"theme": "dark"}),
    Deed("player", "PUT /api/user/time-zone", {"zone": "Europe/Prague"}),
    # people
    Deed("other", "PUT /api/users/{player_name}/follow"),
    Deed("player", "PUT /api/users/{somebody}/follow"),
    Deed("player", "DELETE /api/users/{somebody}/follow"),
    Deed("other", "PUT /api/friends/{player_name}", {"action": "REQUEST"}),
    Deed("player", "PUT /api/friends/{other_name}", {"action": "ACCEPT"}),
    Deed("player", "DELETE /api/friends/{other_name}"),
    Deed("player", "PUT /api/friends/{somebody}", {"action": "BLOCK"}),
    Deed("player", "PUT /api/friends/{somebody}", {"action": "UNBLOCK"}),
    Deed("player", "POST /api/notifications/read", {"ids": [1]}),
    Deed("player", "POST /api/notifications/read", {"all": True}),
    # games
    Deed("player", "POST /api/game/start", START, {"game": "session_id"}),
    Deed("player", "POST /api/game/end", {"session_id": "{game}"}),
    Deed("player", "POST /api/matches", {"language": "PYTHON", "visibility": "LINK"}, {"match": "code"}),
    Deed("other", "POST /api/matches/{match}/join"),
    Deed("other", "POST /api/matches/{match}/leave"),
    Deed("player", "POST /api/matches/{match}/leave"),
    Deed("other", "POST /api/matches/quick", {"language": "PYTHON"}),
    # contests and groups
    Deed("other", "POST /api/contests/{contest}/join"),
    Deed("other", "POST /api/contests/{contest}/leave"),
    Deed("player", "POST /api/groups", {"name": "Class {unique}"}, {"group": "slug", "code": "invite_code"}),
    Deed("other", "POST /api/groups/join", {"code": "{code}"}),
    Deed("player", "POST /api/groups/{group}/assignments", {"title": "More work"}),
    Deed("player", "POST /api/groups/{group}/pupils", {"usernames": ["p_{unique}"]}),
    Deed("other", "POST /api/groups/{group}/leave"),
    Deed("player", "DELETE /api/groups/{group}"),
    # own code and courses
    Deed(
        "player",
        "POST /api/collections",
        {"name": "Kata {unique}", "language": "PYTHON"},
        {"collection": "collection.id"},
    ),
    Deed("player", "POST /api/collections/{collection}/snippets", {"snippets": [{"snippet_text": CODE}]}),
    Deed("player", "PUT /api/collections/{collection}", {"name": "Kata again"}),
    Deed("player", "DELETE /api/collections/{collection}"),
    Deed("player", "POST /api/tracks/{track}/enroll"),
    Deed("player", "POST /api/challenges/{challenge}/hint"),
    Deed("player", "POST /api/challenges/{challenge}/start"),
    Deed("player", "DELETE /api/tracks/{track}/enroll"),
    # snippets, replays, discussions
    Deed("player", "PUT /api/snippets/{snippet}/vote", {"value": -1}),
    Deed("player", "PUT /api/snippets/{snippet}/vote", {"value": 1}),
    Deed("player", "PUT /api/snippets/{snippet}/bookmark"),
    Deed("player", "DELETE /api/snippets/{snippet}/bookmark"),
    Deed("player", "POST /api/replays", {"result_id": "{own_result}", "title": "Mine"}, {"replay": "id"}),
    Deed("player", "PUT /api/replays/{replay}", {"title": "Mine again"}),
    Deed("player", "POST /api/posts?on=snippet:{snippet}", {"text": "Hello"}, {"post": "id"}),
    Deed("other", "POST /api/posts/{post}/comments", {"text": "Hello you"}, {"comment": "id"}),
    Deed("other", "PUT /api/posts/{post}/like"),
    Deed("player", "PUT /api/comments/{comment}/like"),
    Deed("other", "PUT /api/comments/{comment}", {"text": "Hello all"}),
    Deed("other", "DELETE /api/posts/{post}/like"),
    Deed("other", "DELETE /api/comments/{comment}"),
    Deed("player", "DELETE /api/posts/{post}"),
    Deed("admin", "PUT /api/replays/{replay}/official", {"is_official": True}),
    Deed("player", "DELETE /api/replays/{replay}"),
    Deed("other", "POST /api/reports", {"kind": "PROFILE", "id": "{player_name}", "reason": "Rude."}),
    # staff
    Deed("admin", "PUT /api/moderation/results/{a_result}", {"verdict": "rejected", "reason": "A program."}),
    Deed("admin", "PUT /api/moderation/results/{a_result}", {"verdict": "approved", "reason": "None."}),
    Deed("admin", "PUT /api/admin/users/{some_id}", {"is_active": False}),
    Deed("admin", "PUT /api/admin/users/{some_id}", {"is_active": True}),
    Deed("admin", "PUT /api/admin/users/{some_id}", {"password": PASSWORD}),
    Deed(
        "admin",
        "POST /api/contests",
        {"title": "Contest {unique}", "language": "PYTHON", "duration_s": 3600, "waves": 1, "starts_at": "{tomorrow}"},
    ),
    Deed("admin", "PATCH /api/snippets", {"is_active": True, "ids": ["{snippet}"]}),
)
_FOUND = {
    "player_name": "SELECT username FROM users WHERE username = 'large_1'",
    "other_name": "SELECT username FROM users WHERE username = 'large_1000'",
    "somebody": "SELECT username FROM users WHERE username = 'large_2000'",
    "some_id": "SELECT id::text FROM users WHERE username = 'large_3'",
    "a_result": "SELECT r.id::text FROM game_results r JOIN users u ON u.id = r.user_id WHERE u.username = 'large_1'"
    " AND r.ranked ORDER BY r.ended_at DESC LIMIT 1",
    "own_result": "SELECT r.id::text FROM game_results r JOIN users u ON u.id = r.user_id WHERE u.username = 'large_1'"
    " AND r.ranked AND NOT EXISTS (SELECT FROM shared_replays s WHERE s.result_id = r.id) LIMIT 1",
    "contest": "SELECT slug FROM contests WHERE group_id IS NULL AND starts_at > now() LIMIT 1",
    "track": "SELECT slug FROM tracks WHERE is_published LIMIT 1",
    "challenge": "SELECT id::text FROM challenges WHERE published_id IS NOT NULL LIMIT 1",
    "snippet": "SELECT id::text FROM code_snippets WHERE is_active AND published_at IS NOT NULL LIMIT 1",
}


class Names:
    """What stands for what is in braces."""

    def __init__(self) -> None:
        now = datetime.now(UTC)
        self._names = {"unique": f"{now:%H%M%S}", "tomorrow": f"{now + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"}

    async def find(self, connection: Connection) -> None:
        for name, query in _FOUND.items():
            value = await connection.fetchval(query)
            if value is not None:
                self._names[name] = value

    def filled(self, what: Any) -> Any:
        """Raises KeyError."""
        if isinstance(what, str):
            return _NAME.sub(lambda found: self._names[found[1]], what)
        if isinstance(what, Mapping):
            return {name: self.filled(value) for name, value in what.items()}
        return [self.filled(one) for one in what] if isinstance(what, list) else what

    def learn(self, deed: Deed, answer: httpx.Response) -> None:
        for name, place in deed.learn.items():
            value = answer.json()
            for part in place.split("."):
                value = value[part]
            self._names[name] = value
