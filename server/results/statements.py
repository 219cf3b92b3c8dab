"""The SQL that ends a game: one statement, which is a transaction by itself.

A statement sees what was committed before it began, and waits for the rows that it locks. Had it waited for another
game of its player, it would count without that one. So it compares: if the rows that it has locked are not those that
it sees, it saves nothing and returns nothing. Then `LOCK` comes first, in a transaction with `SAVE`, which begins after
that has the rows. Nor does it save anything to which an earlier game objects.
"""

from __future__ import annotations

from game.plausibility import RHYTHM_BITS
from server.feed import job_of_result
from server.key_logs import COLUMNS, writing
from server.results.columns import (
    MEASURES_PARAMETERS,
    MEASURES_WRITTEN,
    RESULT_PARAMETERS,
    RESULT_SELECTED,
    RESULT_WRITTEN,
    measures_expressions,
    result_expressions,
)
from server.results.fair_play import objected
from server.results.shown import COUNTED

# What RESULT_SELECTED is read from.
FROM_RESULTS = "FROM game_results r JOIN game_sessions s ON s.id = r.session_id JOIN users u ON u.id = r.user_id"

# The user's row is locked too, so a guest who registers or a player who deletes the account at this moment does so
# before or after this, never halfway through.
_ROWS = """
FROM game_sessions s JOIN users u ON u.id = s.user_id JOIN user_statistics us ON us.user_id = s.user_id
WHERE s.id = {session} AND s.user_id = {user}
"""
_LOCKED = "FOR SHARE OF u FOR UPDATE OF s FOR UPDATE OF us"

# $1: session, $2: user.
LOCK = f"SELECT s.ended_at {_ROWS.format(session='$1', user='$2')} {_LOCKED}"

# $1: session. The result that is already there; none when the game was closed without a key.
KEPT = f"SELECT {RESULT_SELECTED} {FROM_RESULTS} WHERE r.session_id = $1"

# $1: session, $2: ended_at, $3: is_completed, $4: key log, $5: its digest. The clocks of two machines may differ a
# little, so the end is never set before the start.
_SET = "UPDATE game_sessions g SET ended_at = greatest($2::timestamptz, g.started_at), is_completed = $3"
_LOG = ", ".join(COLUMNS)
_TYPED = f"""
typed AS (
    INSERT INTO typing_sessions AS t (
        user_id, game_session_id, {_LOG}, started_at, ended_at, is_completed
    )
    SELECT user_id, id, {writing("$4", "$5")}, started_at, ended_at, is_completed
    FROM closed
    ON CONFLICT (game_session_id) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS)},
        ended_at = greatest(EXCLUDED.ended_at, t.started_at), is_completed = EXCLUDED.is_completed
    RETURNING t.id
)
"""

# A game in which no key was pressed; LOCK comes before.
CLOSE = f"WITH closed AS ({_SET} WHERE g.id = $1 RETURNING g.*), {_TYPED} SELECT id FROM typed"

# The last two rules of `ranking`, which look at the player alone.
_PLAYER_LACKS = """CASE WHEN NOT u.is_active AND u.deleted_at IS NULL THEN 'disabled'
    WHEN u.is_guest OR u.deleted_at IS NOT NULL THEN 'guest' END"""
_VERSIONS = "u.ctid AS user_at, us.ctid AS statistics_at"
# $6: user, $7: the rhythms' snippets, $8: their bits, $9: their lengths, $10: the note for the feed; then the values of
# the result, the measures, and what `objections_to` gives.
_RESULT_FIRST = 11
_MEASURES_FIRST = _RESULT_FIRST + RESULT_PARAMETERS
_SPEED = _MEASURES_FIRST + MEASURES_PARAMETERS
OBJECTED = f"({objected('$1', '$6', ('$7', '$8', '$9'), (f'${_SPEED}', f'${_SPEED + 1}'))})"
SAVE = f"""
WITH locked AS (
    SELECT s.id, {_PLAYER_LACKS} AS player_lacks, {_VERSIONS}
    {_ROWS.format(session="$1", user="$6")} AND s.ended_at IS NULL AND {OBJECTED} IS NOT TRUE {_LOCKED}
), seen AS (
    SELECT {_VERSIONS} FROM users u JOIN user_statistics us ON us.user_id = u.id WHERE u.id = $6
), closed AS (
    {_SET} FROM locked JOIN seen USING (user_at, statistics_at)
    WHERE g.id = locked.id RETURNING g.*, locked.player_lacks
), {_TYPED}, kept AS (
    INSERT INTO rhythms (session_id, snippet_id, bits, length)
    SELECT closed.id, n.snippet_id, n.bits::bit({RHYTHM_BITS}), n.length
    FROM closed, unnest($7::uuid[], $8::text[], $9::int[]) AS n (snippet_id, bits, length)
), measured AS (
    INSERT INTO typing_results (session_id, user_id, ended_at, {MEASURES_WRITTEN})
    SELECT typed.id, closed.user_id, closed.ended_at, {measures_expressions(_MEASURES_FIRST)}
    FROM closed, typed
), result AS (
    INSERT INTO game_results ({RESULT_WRITTEN})
    SELECT {result_expressions(_RESULT_FIRST)}
    FROM closed
    RETURNING *
), played AS (
    SELECT language, games, last_ended_at FROM games_by_language WHERE user_id = (SELECT user_id FROM closed)
    UNION ALL -- a trigger counts this statement's own game when the statement is over
    SELECT language, 1, ended_at FROM closed
), favorite AS (
    SELECT language FROM played GROUP BY language ORDER BY sum(games) DESC, max(last_ended_at) DESC, language LIMIT 1
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
    FROM result r, favorite f
    WHERE us.user_id = r.user_id AND {COUNTED}
), job AS (
    {job_of_result("$10::jsonb")}
)
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
