"""The SQL that ends games: one statement, which is a transaction by itself.

It takes several games, each of another player. A statement sees what was committed before it began: for a player's rows
that others hold it does not wait, and if those that it has locked are not those that it sees, it would count without
another game of the player. What it cannot save it leaves out of its answer, and so it does with a game to which
an earlier one objects. Then `LOCK` comes first, in a transaction with `SAVE`, which begins after that has the rows.
"""

from __future__ import annotations

from server.feed import jobs_of_results
from server.key_logs import COLUMNS, writing
from server.results.columns import (
    MEASURES_WRITTEN,
    RESULT_SELECTED,
    RESULT_WRITTEN,
    measures_expressions,
    result_expressions,
)
from server.results.fair_play import RHYTHMS, objected
from server.results.finding import of_session
from server.results.shown import COUNTED

# What RESULT_SELECTED is read from.
FROM_RESULTS = "FROM game_results r JOIN game_sessions s ON s.id = r.session_id JOIN users u ON u.id = r.user_id"

# The user's row is locked too, so a guest who registers or a player who deletes the account at this moment does so
# before or after this, never halfway through.
_ROWS = "game_sessions s JOIN users u ON u.id = s.user_id JOIN user_statistics us ON us.user_id = s.user_id"

# $1: session, $2: user.
LOCK = f"""
SELECT s.ended_at FROM {_ROWS} WHERE s.id = $1 AND s.user_id = $2 FOR SHARE OF u FOR UPDATE OF s FOR UPDATE OF us
"""

# $1: session. The result that is already there; none when the game was closed without a key.
KEPT = f"SELECT {RESULT_SELECTED} {FROM_RESULTS} WHERE {of_session('$1')}"

_LOG = ", ".join(COLUMNS)


def _closed(ended_at: str, is_completed: str) -> str:
    """The clocks of two machines may differ a little, so the end is never set before the start."""
    return f"UPDATE game_sessions g SET ended_at = greatest({ended_at}, g.started_at), is_completed = {is_completed}"


def _typed(log: str, digest: str) -> str:
    return f"""
typed AS (
    INSERT INTO typing_sessions AS t (
        user_id, game_session_id, {_LOG}, started_at, ended_at, is_completed
    )
    SELECT user_id, id, {writing(log, digest)}, started_at, ended_at, is_completed
    FROM closed
    ON CONFLICT (game_session_id) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS)},
        ended_at = greatest(EXCLUDED.ended_at, t.started_at), is_completed = EXCLUDED.is_completed
    RETURNING t.id, t.game_session_id
)
"""


# A game in which no key was pressed; LOCK comes before. $1: session, $2: ended_at, $3: is_completed, $4: key log, $5:
# its digest.
CLOSE = f"""
WITH closed AS ({_closed("$2::timestamptz", "$3")} WHERE g.id = $1 RETURNING g.*), {_typed("$4", "$5")}
SELECT id FROM typed
"""

# The last two rules of `ranking`, which look at the player alone.
_PLAYER_LACKS = """CASE WHEN NOT u.is_active AND u.deleted_at IS NULL THEN 'disabled'
    WHEN u.is_guest OR u.deleted_at IS NOT NULL THEN 'guest' END"""
JOB = f"""job AS (
    {jobs_of_results("closed.given_note", "result JOIN closed ON closed.id = result.session_id")}
)"""
_VERSIONS = "u.id AS user_id, u.ctid AS user_at, us.ctid AS statistics_at"
# $1: games as `record.document` tells them, $2: their key logs, $3: the digests of those. PostgreSQL takes arrays to be
# short, as they are; of a set of JSON it would expect a hundred. But a plan for one game's own parameters would look
# cheaper than one for any, and be made anew each time: so each stands in a SELECT, which hides its length.
SAVE = f"""
WITH given AS MATERIALIZED (
    SELECT told.*, n.log, n.digest
    FROM unnest((SELECT $1::jsonb[]), (SELECT $2::bytea[]), (SELECT $3::bytea[])) AS n (game, log, digest),
        jsonb_to_record(n.game) AS told (
        session_id uuid, user_id uuid, ended_at timestamptz, is_completed boolean, speed float8, rhythms jsonb,
        result jsonb, measures jsonb, note jsonb
    )
), locked AS (
    SELECT s.id, {_PLAYER_LACKS} AS player_lacks, {_VERSIONS}
    FROM given g JOIN {_ROWS} ON s.id = g.session_id AND s.user_id = g.user_id
    WHERE s.ended_at IS NULL AND ({objected("g.session_id", "g.user_id", "g.rhythms", "g.speed")}) IS NOT TRUE
    FOR SHARE OF u SKIP LOCKED FOR UPDATE OF s SKIP LOCKED FOR UPDATE OF us SKIP LOCKED
), seen AS (
    SELECT {_VERSIONS} FROM given g JOIN users u ON u.id = g.user_id JOIN user_statistics us ON us.user_id = u.id
), closed AS (
    {_closed("given.ended_at", "given.is_completed")}
    FROM locked JOIN seen USING (user_id, user_at, statistics_at) JOIN given ON given.session_id = locked.id
    WHERE g.id = locked.id
    RETURNING g.*, locked.player_lacks, given.log AS given_log, given.digest AS given_digest,
        given.rhythms AS given_rhythms, given.result AS given_result, given.measures AS given_measures,
        given.note AS given_note
), {_typed("given_log", "given_digest")}, kept AS (
    INSERT INTO rhythms (session_id, snippet_id, bits, length)
    SELECT closed.id, n.snippet_id, n.bits, n.length
    FROM closed, jsonb_to_recordset(closed.given_rhythms) AS n {RHYTHMS}
), measured AS (
    INSERT INTO typing_results (session_id, user_id, ended_at, {MEASURES_WRITTEN})
    SELECT typed.id, closed.user_id, closed.ended_at, {measures_expressions("new")}
    FROM closed JOIN typed ON typed.game_session_id = closed.id,
        jsonb_populate_record(NULL::typing_results, closed.given_measures) new
), result AS (
    INSERT INTO game_results ({RESULT_WRITTEN})
    SELECT {result_expressions("new")}
    FROM closed, jsonb_populate_record(NULL::game_results, closed.given_result) new
    RETURNING *
), favorite AS (
    SELECT closed.user_id, best.language FROM closed, LATERAL (
        SELECT played.language FROM (
            SELECT language, games, last_ended_at FROM games_by_language WHERE user_id = closed.user_id
            UNION ALL -- a trigger counts this statement's own game when the statement is over
            SELECT closed.language, 1, closed.ended_at
        ) played
        GROUP BY played.language
        ORDER BY sum(played.games) DESC, max(played.last_ended_at) DESC, played.language LIMIT 1
    ) best
), counted AS (
    UPDATE user_statistics us SET
        total_games = us.total_games + 1,
        total_playtime_sec = us.total_playtime_sec + r.playtime_seconds,
        best_score = greatest(us.best_score, r.final_score),
        best_wpm = greatest(us.best_wpm, r.words_per_minute),
        avg_wpm = (us.avg_wpm * us.total_games + r.words_per_minute) / (us.total_games + 1),
        avg_accuracy = (us.avg_accuracy * us.total_games + r.accuracy_percentage) / (us.total_games + 1),
        total_words_typed = us.total_words_typed + r.total_words_typed,
        total_enemies_killed = us.total_enemies_killed + r.enemies_killed,
        highest_wave = greatest(us.highest_wave, r.waves_completed),
        favorite_language = f.language
    FROM result r JOIN favorite f USING (user_id)
    WHERE us.user_id = r.user_id AND {COUNTED}
), {JOB}
SELECT {RESULT_SELECTED} FROM result r JOIN closed s ON s.id = r.session_id JOIN users u ON u.id = r.user_id
"""

# $1: users. Before their results, as at a game's end and at a verdict: the boards' triggers ask for it as well.
LOCK_STATISTICS = "SELECT FROM user_statistics WHERE user_id = ANY($1::uuid[]) ORDER BY user_id FOR UPDATE"
# $1: users. The games of guests who have registered since and that lacked nothing else.
RANK_REGISTERED = """
UPDATE game_results r SET ranked = true, unranked_reason = NULL
FROM users u
WHERE r.user_id = ANY($1::uuid[]) AND r.unranked_reason = 'guest'
    AND u.id = r.user_id AND NOT u.is_guest AND u.deleted_at IS NULL
RETURNING r.id
"""
