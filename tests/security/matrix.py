"""Who may do what: every route of the server, asked by every role for somebody else's object.

Each line is one route: what it is asked with, and the status for each of ROLES. A new route gets its line here; the
test fails until then. `{…}` is filled in with what is the victim's, a player who keeps everything private, or with what
was made for this call alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.accounts import PASSWORD

ROLES = ("anonymous", "guest", "player", "moderator", "admin", "disabled")

EVERYBODY = "200 200 200 200 200 200"  # a token is not looked at
READERS = "200 200 200 200 200 401"  # with a token or without, but not with one that is void
PLAYERS = "401 200 200 200 200 401"
STAFF = "401 403 403 200 200 401"
ADMINS = "401 403 403 403 200 401"
ADMINS_ADD = "401 403 403 403 201 401"
NOBODY = "404 404 404 404 404 404"
NO_READER = "404 404 404 404 404 401"
JUDGES = "404 404 404 200 200 401"  # moderators and admins see every game
NO_PLAYER = "401 404 404 404 404 401"


@dataclass(frozen=True, slots=True)
class Row:
    """`statuses` as in ROLES, for `method` on `path`."""

    route: str
    statuses: str
    body: dict[str, Any] | None = None
    query: dict[str, str] = field(default_factory=dict)

    def expected(self) -> dict[str, int]:
        return dict(zip(ROLES, map(int, self.statuses.split()), strict=True))


SNIPPET = {"language": "PYTHON", "difficulty": "NORMAL", "category": "variables", "license": "MIT"}
NEW_SNIPPET = {**SNIPPET, "snippet_text": "price_of_{unique} = 7 * count_{unique}"}

NEW_CHALLENGE = {"title": "Challenge {unique}", "snippet_text": "price_{unique} = 7 * count_{unique}"}
CONTEST = {"title": "Contest {unique}", "language": "PYTHON", "duration_s": 3600, "waves": 1}

ROWS = (
    # sign-in: everybody for themselves
    Row("POST /api/auth/login", "401 401 401 401 401 401", {"login": "{victim}", "password": "wrong password"}),
    Row("POST /api/auth/refresh", "401 401 401 401 401 401"),  # only the cookie counts
    Row("POST /api/auth/logout", "204 204 204 204 204 204"),
    Row("POST /api/auth/logout-all", "401 204 204 204 204 401"),
    Row("GET /api/user/sessions", PLAYERS),
    Row("DELETE /api/user/sessions", NO_PLAYER, query={"id": "{family}"}),
    Row(
        "POST /api/auth/register",
        "201 201 409 409 409 401",
        {"username": "new_{unique}", "email": "new_{unique}@example.com", "password": PASSWORD},
    ),
    Row("GET /api/auth/registration", "200 200 200 200 200 200"),
    Row("POST /api/auth/guest", "201 201 201 201 201 201"),
    # one's own account
    Row("GET /api/user/profile", PLAYERS),
    Row("PUT /api/user/profile", "401 409 409 409 409 401", {"username": "{victim}"}),
    Row(
        "PUT /api/user/password", "401 409 403 403 403 401", {"current_password": "not mine", "new_password": PASSWORD}
    ),
    Row("DELETE /api/user/account", "401 204 403 403 403 401", {"password": "not mine"}),
    Row("GET /api/user/settings", PLAYERS),
    Row("PUT /api/user/settings", PLAYERS, {"theme": "dark"}),
    Row("GET /api/user/stats", PLAYERS),
    Row("GET /api/user/focus", PLAYERS),
    Row("GET /api/user/progress", PLAYERS),
    Row("GET /api/user/weak-keys", PLAYERS),
    Row("GET /api/user/journey", PLAYERS),
    Row("PUT /api/user/time-zone", PLAYERS, {"zone": "Europe/Prague"}),
    Row("GET /api/achievements", READERS),
    Row("GET /api/user/platforms", PLAYERS),
    Row("PUT /api/user/platforms/{platform}", "401 415 415 415 415 401", {}),  # it takes a file, and no JSON
    Row("DELETE /api/user/platforms/{platform}", NO_PLAYER),
    Row("GET /api/user/export", PLAYERS),
    # other people
    Row("GET /api/users/{victim}", READERS),
    Row("GET /api/users/{victim}/activity", READERS),
    Row("GET /api/users/{victim}/progress", READERS),
    Row("GET /api/users/{victim}/journey", READERS),
    Row("GET /api/users/{victim}/keys", READERS),  # empty: tests/people has what it tells
    Row("GET /api/users/{victim}/followers", READERS),
    Row("GET /api/users/{victim}/following", READERS),
    Row("PUT /api/users/{victim}/follow", "401 403 204 204 204 401"),
    Row("DELETE /api/users/{victim}/follow", "401 204 204 204 204 401"),
    Row("GET /api/friends", PLAYERS),
    Row("PUT /api/friends/{victim}", "401 403 200 200 200 401", {"action": "REQUEST"}),
    Row("DELETE /api/friends/{victim}", "401 204 204 204 204 401"),
    Row("GET /api/admin/users", STAFF),
    Row("GET /api/admin/users/{victim_id}", STAFF),
    Row("PUT /api/admin/users/{bystander_id}", ADMINS, {"is_active": False}),
    # games
    Row("POST /api/game/start", "401 201 201 201 201 401", {"language": "PYTHON", "difficulty": "NORMAL"}),
    Row("GET /api/game/current", PLAYERS),
    Row("POST /api/game/end", NO_PLAYER, {"session_id": "{running}"}),
    Row("GET /api/game/daily", READERS),
    Row("GET /api/game/history", PLAYERS),
    Row("GET /api/game/result/{result}", JUDGES),
    Row("GET /api/game/replay/{session}", JUDGES),
    Row("GET /api/game/result/{result}/analysis", "404 404 404 409 409 401"),  # its log is of no version that there is
    Row("GET /api/game/result/{result}/journey", NO_PLAYER),
    Row("GET /api/game/result/{result}/appeal", NO_PLAYER),
    Row("POST /api/game/result/{result}/appeal", "401 409 404 404 404 401", {"text": "It was me."}),
    Row("GET /api/leaderboard", READERS),
    Row("GET /api/leaderboard/live", EVERYBODY),
    Row("GET /api/players/now", EVERYBODY),
    # notifications: everybody's own
    Row("GET /api/notifications", PLAYERS),
    Row("POST /api/notifications/read", PLAYERS, {"ids": [1]}),
    Row("GET /api/notifications/live", PLAYERS),
    # groups: the victim's class, to which nobody else belongs, whatever their role
    Row("GET /api/groups", PLAYERS),
    Row("POST /api/groups", "401 403 201 201 201 401", {"name": "Class {unique}"}),
    Row("POST /api/groups/join", "401 403 404 404 404 401", {"code": "{group}"}),  # it is no open group
    Row("GET /api/groups/{group}", NO_PLAYER),
    Row("PUT /api/groups/{group}", NO_PLAYER, {"name": "Taken over"}),
    Row("DELETE /api/groups/{group}", NO_PLAYER),
    Row("POST /api/groups/{group}/leave", NO_PLAYER),
    Row("GET /api/groups/{group}/invite.svg", NO_PLAYER),
    Row("GET /api/groups/{group}/members", NO_PLAYER),
    Row("POST /api/groups/{group}/pupils", NO_PLAYER, {"usernames": ["pupil_{unique}"]}),
    Row("POST /api/groups/{group}/members/{pupil}/password", NO_PLAYER),
    Row("PUT /api/groups/{group}/members/{pupil}", NO_PLAYER, {"nickname": "Taken over"}),
    Row("DELETE /api/groups/{group}/members/{pupil}", NO_PLAYER),
    Row("GET /api/groups/{group}/assignments", NO_PLAYER),
    Row("POST /api/groups/{group}/assignments", NO_PLAYER, {"title": "More work"}),
    Row("DELETE /api/groups/{group}/assignments/{assignment}", NO_PLAYER),
    Row("GET /api/groups/{group}/results.csv", NO_PLAYER),
    # matches: found by whoever has the code; a seat is one's own
    Row("GET /api/matches", READERS),
    Row("POST /api/matches", "401 201 201 201 201 401", {"language": "PYTHON", "visibility": "LINK"}),
    Row("POST /api/matches/quick", "401 200 200 200 200 401", {"language": "PYTHON"}),
    Row("GET /api/matches/{match}", READERS),
    Row("POST /api/matches/{match}/join", PLAYERS),
    Row("POST /api/matches/{match}/leave", "401 403 403 403 403 401"),
    Row("POST /api/matches/{match}/start", "401 403 403 403 403 401"),
    Row("POST /api/matches/{match}/rematch", "401 403 403 403 403 401"),
    Row("POST /api/matches/{match}/invite", "401 403 403 403 403 401", {"username": "{victim}"}),
    Row("GET /api/matches/{match}/live", READERS),
    # contests: the victim's class has one, of which moderators and admins know too, and take no part
    Row("GET /api/contests", READERS),
    Row("POST /api/contests", "401 403 403 201 201 401", {**CONTEST, "starts_at": "{tomorrow}"}),
    Row("GET /api/contests/{contest}", JUDGES),
    Row("GET /api/contests/{contest}/standings", JUDGES),
    Row("GET /api/contests/{contest}/live", JUDGES),
    Row("PUT /api/contests/{contest}", "401 404 404 200 200 401", {"title": "Taken over"}),
    Row("DELETE /api/contests/{contest}", "401 404 404 204 204 401"),
    Row("POST /api/contests/{contest}/join", "401 404 404 403 403 401"),
    Row("POST /api/contests/{contest}/leave", "401 404 404 200 200 401"),
    Row("POST /api/contests/{contest}/start", "401 404 404 403 403 401"),
    # own code: the victim's is private, to staff as well
    Row("GET /api/collections", READERS),
    Row("POST /api/collections", "401 201 201 201 201 401", {"name": "Kata {unique}", "language": "PYTHON"}),
    Row("POST /api/code/cut", PLAYERS, {"files": [{"path": "a.py", "text": "pairs = zip(left, right)"}]}),
    Row("GET /api/collections/{collection}", NO_READER),
    Row("PUT /api/collections/{collection}", NO_PLAYER, {"name": "Taken over"}),
    Row("DELETE /api/collections/{collection}", NO_PLAYER),
    Row("POST /api/collections/{collection}/withdraw", "401 403 403 404 404 401", {"reason": "Curious."}),
    Row("POST /api/collections/{collection}/snippets", NO_PLAYER, {"snippets": [{"snippet_text": "a = b + c * d"}]}),
    Row("DELETE /api/collections/{collection}/snippets/{own_snippet}", NO_PLAYER),
    # courses: everybody may learn
    Row("GET /api/tracks", READERS),
    Row("GET /api/tracks/{track}", READERS),
    Row("POST /api/tracks/{track}/enroll", PLAYERS),
    Row("DELETE /api/tracks/{track}/enroll", "401 204 204 204 204 401"),
    Row("GET /api/challenges/{challenge}", READERS),
    Row("POST /api/challenges/{challenge}/start", "401 201 201 201 201 401"),
    Row("POST /api/challenges/{challenge}/hint", PLAYERS),
    Row("GET /api/challenges/{challenge}/attempts", PLAYERS),
    Row("GET /api/challenges/{challenge}/leaderboard", READERS),
    Row("GET /api/admin/tracks", STAFF),
    Row("POST /api/admin/tracks", ADMINS_ADD, {"title": "Track {unique}", "language": "PYTHON"}),
    Row("PUT /api/admin/tracks/order", "401 403 403 403 422 401", {"ids": []}),
    Row("GET /api/admin/tracks/{track_id}", STAFF),
    Row("PUT /api/admin/tracks/{track_id}", ADMINS, {"description": "Taken over"}),
    Row("DELETE /api/admin/tracks/{own_track}", "401 403 403 403 204 401"),
    Row("POST /api/admin/tracks/{track_id}/modules", ADMINS_ADD, {"title": "Module {unique}"}),
    Row("PUT /api/admin/tracks/{own_track}/modules/order", ADMINS, {"ids": []}),
    Row("PUT /api/admin/modules/{own_module}", ADMINS, {"title": "Taken over"}),
    Row("DELETE /api/admin/modules/{own_module}", ADMINS),
    Row("POST /api/admin/modules/{own_module}/lessons", ADMINS_ADD, {"title": "Lesson {unique}"}),
    Row("PUT /api/admin/modules/{own_module}/lessons/order", "401 403 403 403 422 401", {"ids": []}),
    Row("POST /api/admin/lessons/preview", STAFF, {"text": "Hello"}),
    Row("PUT /api/admin/lessons/{own_lesson}", ADMINS, {"text": "Taken over"}),
    Row("DELETE /api/admin/lessons/{own_lesson}", ADMINS),
    Row("POST /api/admin/lessons/{own_lesson}/challenges", ADMINS_ADD, NEW_CHALLENGE),
    Row("PUT /api/admin/lessons/{own_lesson}/challenges/order", ADMINS, {"ids": []}),
    Row("POST /api/admin/challenges/suggest", STAFF, {"language": "PYTHON", "snippet_text": "price = 7 * count"}),
    Row("GET /api/admin/challenges/{own_challenge}", STAFF),
    Row("PUT /api/admin/challenges/{own_challenge}", ADMINS, {"points": 5}),
    Row("DELETE /api/admin/challenges/{own_challenge}", "401 403 403 403 204 401"),
    Row("POST /api/admin/challenges/{own_challenge}/publish", ADMINS, {}),
    Row("POST /api/admin/challenges/{own_challenge}/rollback", "401 403 403 403 409 401", {"version": 1}),
    Row("POST /api/admin/challenges/{own_challenge}/unpublish", ADMINS),
    Row("GET /api/ratings", EVERYBODY),
    Row("GET /api/users/{victim}/ratings", READERS),
    # the library
    Row("GET /api/snippets", STAFF),
    Row("POST /api/snippets", "401 403 403 403 201 401", NEW_SNIPPET),
    Row("GET /api/snippets/{snippet}", STAFF),
    Row("PUT /api/snippets/{snippet}", ADMINS, {"category": "loops"}),
    Row("DELETE /api/snippets/{snippet}", "401 403 403 403 204 401"),
    Row("GET /api/snippets/{snippet}/versions", STAFF),
    Row("PATCH /api/snippets", ADMINS, {"is_active": False, "ids": ["{snippet}"]}),
    Row("POST /api/snippets/{edited}/rollback", ADMINS),
    Row("POST /api/admin/snippets/check", STAFF, {"language": "PYTHON", "snippet_text": "price = 7"}),
    Row("POST /api/admin/snippets", "401 403 403 403 201 401", {"snippets": [NEW_SNIPPET]}),
    Row("GET /api/admin/snippets/summary", STAFF),
    Row("GET /api/admin/snippets/export", STAFF),
    Row("GET /api/snippets/{snippet}/stats", STAFF),
    Row("GET /api/snippets/{snippet}/page", READERS),
    Row("PUT /api/snippets/{snippet}/vote", PLAYERS, {"value": -1}),
    Row("PUT /api/snippets/{snippet}/bookmark", PLAYERS),
    Row("DELETE /api/snippets/{snippet}/bookmark", "401 204 204 204 204 401"),
    Row("GET /api/opinions", READERS, query={"snippets": "{snippet}"}),
    Row("GET /api/user/bookmarks", PLAYERS),
    # shared replays: the victim has one, and keeps replays private
    Row("GET /api/replays", READERS),
    Row("POST /api/replays", "401 409 404 404 404 401", {"result_id": "{result}", "title": "Mine now"}),
    Row("GET /api/replays/{replay}", JUDGES),
    Row("GET /api/replays/{replay}/picture.png", NOBODY),
    Row("PUT /api/replays/{replay}", NO_PLAYER, {"title": "Mine now"}),
    Row("DELETE /api/replays/{replay}", NO_PLAYER),
    Row("PUT /api/replays/{replay}/official", "401 403 403 204 204 401", {"is_official": True}),
    Row("POST /api/replays/{own_replay}/hide", "401 403 403 204 204 401", {"reason": "Rude."}),
    Row("GET /api/snippets/{snippet}/estimate", STAFF),
    Row("GET /api/admin/snippets/results", STAFF),
    # discussions: of the victim's class, which moderators and admins read and answer, too
    Row("GET /api/posts", JUDGES, query={"on": "contest:{talked}"}),
    Row("POST /api/posts", "401 409 404 201 201 401", {"text": "Hello"}, {"on": "contest:{talked}"}),
    Row("POST /api/posts/preview", "401 409 200 200 200 401", {"text": "Hello"}),
    Row("GET /api/posts/{post}", JUDGES),
    Row("PUT /api/posts/{post}", "401 404 404 403 403 401", {"text": "Taken over"}),
    Row("DELETE /api/posts/{post}", "401 404 404 403 403 401"),
    Row("GET /api/posts/{post}/comments", JUDGES),
    Row("POST /api/posts/{post}/comments", "401 409 404 201 201 401", {"text": "Hello"}),
    Row("PUT /api/posts/{post}/like", "401 409 404 200 200 401"),
    Row("DELETE /api/posts/{post}/like", "401 409 404 200 200 401"),
    Row("PUT /api/comments/{comment}", "401 404 404 403 403 401", {"text": "Taken over"}),
    Row("DELETE /api/comments/{comment}", "401 404 404 403 403 401"),
    Row("PUT /api/comments/{comment}/like", "401 409 404 200 200 401"),
    Row("DELETE /api/comments/{comment}/like", "401 409 404 200 200 401"),
    # moderation
    Row("GET /api/admin/posts", STAFF),
    Row("PUT /api/moderation/texts/{text_kind}/{comment}", STAFF, {"verdict": "rejected", "edited_at": None}),
    Row("GET /api/moderation/queue", STAFF),
    Row("GET /api/moderation/results/{result}", STAFF),
    Row("PUT /api/moderation/results/{game}", STAFF, {"verdict": "rejected", "reason": "A program."}),
    Row("PUT /api/moderation/reports/{kind}/{reported}", STAFF, {"outcome": "UPHELD"}),
    Row("GET /api/reports", PLAYERS),
    Row("POST /api/reports", "401 409 201 201 201 401", {"kind": "PROFILE", "id": "{victim}", "reason": "Rude."}),
    # operation
    Row("GET /api/admin/audit", ADMINS),
    Row("GET /api/admin/feed", STAFF),
    Row("GET /api/admin/database", ADMINS),
    Row("POST /api/admin/feed/{job}/retry", ADMINS),
    Row("GET /healthz", EVERYBODY),
    Row("GET /readyz", EVERYBODY),
    Row("GET /metrics", EVERYBODY),  # from this machine; tests/infra/test_metrics.py asks from elsewhere
    Row("GET /api/openapi.json", EVERYBODY),
)

# What is no endpoint: the client's files, which are the same for everybody, and the socket, which asks for a game's own
# token (tests/security/test_matrix.py).
OTHER = {"MOUNT /static", "GET /favicon.ico", "GET /robots.txt", "WEBSOCKET /ws/play"}
