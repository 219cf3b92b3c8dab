"""What players can report. A new kind is one entry of KINDS, and a word for it in the client's texts."""

from __future__ import annotations

from dataclasses import dataclass

from server.results import SHOWN

_ID = "(CASE WHEN $1 ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN $1::uuid END)"


@dataclass(frozen=True, slots=True)
class Kind:
    """`find` selects `id`, and `user_id` of whose it is (NULL: nobody's), for what a player calls it, $1; nothing if it
    is not shown to players. `label` is an expression over `q.subject_id`, that `id`: how moderators know it."""

    find: str
    label: str


RESULT = "RESULT"
KINDS = {
    RESULT: Kind(
        "SELECT r.id, r.user_id FROM game_results r JOIN users u ON u.id = r.user_id"
        f" WHERE r.id = {_ID} AND r.ranked AND {SHOWN}",
        "(SELECT u.username FROM game_results r JOIN users u ON u.id = r.user_id WHERE r.id = q.subject_id::uuid)",
    ),
    "PROFILE": Kind(
        f"SELECT u.id, u.id AS user_id FROM users u WHERE lower(u.username) = lower($1) AND {SHOWN}",
        "(SELECT u.username FROM users u WHERE u.id = q.subject_id::uuid)",
    ),
    "SNIPPET": Kind(
        f"SELECT c.id, NULL::uuid AS user_id FROM code_snippets c WHERE c.id = {_ID} AND c.published_at IS NOT NULL",
        "(SELECT split_part(c.snippet_text, E'\\n', 1) FROM code_snippets c WHERE c.id = q.subject_id::uuid)",
    ),
}

LABEL = "CASE q.kind {} END".format(" ".join(f"WHEN '{name}' THEN {kind.label}" for name, kind in KINDS.items()))
