"""Paths that the client draws by itself, all from the same page."""

CLIENT_PATHS = (
    "/",
    "/login",
    "/register",
    "/play",
    "/replay/{session_id}",
    "/race/{id}",
    "/results/{id}",
    "/leaderboard",
    "/players/{username}",
    "/settings",
    "/profile",
    "/admin",
    "/admin/snippets/new",
    "/admin/snippets/{id}",
    "/admin/upload",
    "/admin/users",
    "/admin/audit",
    "/moderation",
    "/moderation/results/{id}",
)
