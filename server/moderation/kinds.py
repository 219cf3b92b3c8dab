"""What players can report. A new kind is one entry of KINDS, and a word for it in the client's texts."""

from __future__ import annotations

from dataclasses import dataclass

from server.discussions import TABLES
from server.infra.inputs import UUID_PATTERN
from server.play import collection_waves
from server.results import SHOWN
from server.shared_replays import FROM as FROM_SHARED
from server.shared_replays import is_listed

_ID = f"(CASE WHEN $1 ~* '^{UUID_PATTERN}$' THEN $1::uuid END)"

_FIRST_LINE = "(SELECT split_part(c.snippet_text, E'\\n', 1) FROM code_snippets c WHERE c.id = q.subject_id::uuid{})"

_LISTED = collection_waves.is_listed("c")
_NAME = f"(SELECT c.name FROM collections c WHERE c.id = q.subject_id::uuid AND {_LISTED})"

_TITLE = "(SELECT p.title FROM shared_replays p WHERE p.id = q.subject_id::uuid)"
_SHOWN_TITLE = f"(SELECT p.title {FROM_SHARED} WHERE p.id = q.subject_id::uuid AND {is_listed()})"

_TEXT = "(SELECT left(split_part(w.text, E'\\n', 1), 80) FROM {} w {})"


@dataclass(frozen=True, slots=True)
class Kind:
    """`find` selects `id`, and `user_id` of whose it is (NULL: nobody's), for what a player calls it, $1; nothing if it
    is not shown to players. The others are expressions over `q.subject_id`, that `id`: `label`, how moderators know it,
    and `shown`, how players do, NULL for what they do not see any more."""

    find: str
    label: str
    shown: str


def _written(table: str) -> Kind:
    """Posts and comments. Whether the thing that they are about is shown to somebody, discussions know."""
    visible = f"JOIN users u ON u.id = w.user_id WHERE w.state = 'VISIBLE' AND {SHOWN} AND w.id = "
    return Kind(
        f"SELECT w.id, w.user_id FROM {table} w {visible} {_ID}",
        _TEXT.format(table, "WHERE w.state <> 'DELETED' AND w.id = q.subject_id::uuid"),
        _TEXT.format(table, f"{visible} q.subject_id::uuid"),
    )


RESULT = "RESULT"
KINDS = {
    RESULT: Kind(
        "SELECT r.id, r.user_id FROM game_results r JOIN users u ON u.id = r.user_id"
        f" WHERE r.id = {_ID} AND r.ranked AND {SHOWN}",
        "(SELECT u.username FROM game_results r JOIN users u ON u.id = r.user_id WHERE r.id = q.subject_id::uuid)",
        "(SELECT u.display_name FROM game_results r JOIN users u ON u.id = r.user_id"
        f" WHERE r.id = q.subject_id::uuid AND r.ranked AND {SHOWN})",
    ),
    "PROFILE": Kind(
        f"SELECT u.id, u.id AS user_id FROM users u WHERE lower(u.username) = lower($1) AND {SHOWN}",
        "(SELECT u.username FROM users u WHERE u.id = q.subject_id::uuid)",
        f"(SELECT u.display_name FROM users u WHERE u.id = q.subject_id::uuid AND {SHOWN})",
    ),
    "SNIPPET": Kind(
        f"SELECT c.id, NULL::uuid AS user_id FROM code_snippets c WHERE c.id = {_ID} AND c.published_at IS NOT NULL",
        _FIRST_LINE.format(""),
        _FIRST_LINE.format(" AND c.published_at IS NOT NULL"),
    ),
    "COLLECTION": Kind(
        f"SELECT c.id, c.created_by AS user_id FROM collections c WHERE c.id = {_ID} AND {_LISTED}",
        _NAME,  # what is private again is called by nothing
        _NAME,
    ),
    **{kind: _written(table) for kind, table in TABLES.items()},
    "SHARED_REPLAY": Kind(
        f"SELECT p.id, p.user_id {FROM_SHARED} WHERE p.id = {_ID} AND {is_listed()}", _TITLE, _SHOWN_TITLE
    ),
}

LABEL = "CASE q.kind {} END".format(" ".join(f"WHEN '{name}' THEN {kind.label}" for name, kind in KINDS.items()))
SHOWN_LABEL = "CASE q.kind {} END".format(" ".join(f"WHEN '{name}' THEN {kind.shown}" for name, kind in KINDS.items()))
