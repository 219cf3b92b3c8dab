-- What the boards should hold of these players, by their games alone: one rule for those who put the table right and for
-- those who only compare. Of weeks and days those that a server may still show; the daily's boards are kept.
CREATE FUNCTION "leaderboards_of"("players" UUID[])
RETURNS TABLE (
    "user_id" UUID, "mode" "Mode", "seconds" SMALLINT, "type" "Metric", "period" "Period", "starts_on" DATE,
    "language" "Language", "difficulty" "Difficulty", "score" BIGINT, "result_id" UUID, "best" SMALLINT
) LANGUAGE sql STABLE AS $$
    WITH bests AS (
        SELECT DISTINCT ON (r.user_id, r.mode, s.seconds, w.type, w.period, w.starts_on, s.language, s.difficulty)
            r.user_id, r.mode, coalesce(s.seconds, 0)::smallint AS seconds, w.type, w.period, w.starts_on, s.language,
            s.difficulty, w.score, r.id AS result_id
        FROM "game_results" r JOIN "game_sessions" s ON s.id = r.session_id JOIN "users" u ON u.id = r.user_id,
            "leaderboard_worth"(r, s) w
        WHERE r.user_id = ANY(players) AND u.is_active AND u.deleted_at IS NULL AND NOT u.is_bot
            AND (w.period = 'all' OR r.mode = 'DAILY' OR w.starts_on > (now() AT TIME ZONE 'UTC')::date - 9)
        ORDER BY r.user_id, r.mode, s.seconds, w.type, w.period, w.starts_on, s.language, s.difficulty, w.score DESC,
            r.id DESC
    )
    SELECT user_id, mode, seconds, type, period, starts_on, language, difficulty, score, result_id,
        (CASE row_number() OVER (PARTITION BY user_id, mode, seconds, type, period, starts_on, language
            ORDER BY score DESC, result_id DESC) WHEN 1 THEN 1 ELSE 0 END
        + CASE row_number() OVER (PARTITION BY user_id, mode, seconds, type, period, starts_on, difficulty
            ORDER BY score DESC, result_id DESC) WHEN 1 THEN 2 ELSE 0 END
        + CASE row_number() OVER (PARTITION BY user_id, mode, seconds, type, period, starts_on
            ORDER BY score DESC, result_id DESC) WHEN 1 THEN 4 ELSE 0 END)::smallint
    FROM bests
$$;

-- As before: the lock is that of a game's end, so that one waits for the other; returns how many rows were not so.
CREATE OR REPLACE FUNCTION "settle_leaderboards"("players" UUID[]) RETURNS BIGINT LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
    changed BIGINT;
BEGIN
    PERFORM FROM "user_statistics" WHERE user_id = ANY(players) ORDER BY user_id FOR UPDATE;
    WITH bests AS MATERIALIZED (
        SELECT * FROM "leaderboards_of"(players)
    ), removed AS (
        DELETE FROM "leaderboards" l WHERE l.user_id = ANY(players) AND NOT EXISTS (
            SELECT FROM bests b WHERE b.user_id = l.user_id AND b.mode = l.mode AND b.seconds = l.seconds
                AND b.type = l.type AND b.period = l.period AND b.starts_on = l.starts_on AND b.language = l.language
                AND b.difficulty = l.difficulty
        )
        RETURNING 1
    ), written AS (
        INSERT INTO "leaderboards" AS l (user_id, mode, seconds, type, period, starts_on, language, difficulty, score,
            result_id, best)
        SELECT * FROM bests
        ON CONFLICT (user_id, mode, seconds, type, period, starts_on, language, difficulty) DO UPDATE SET
            score = EXCLUDED.score, result_id = EXCLUDED.result_id, best = EXCLUDED.best, ranked_at = now()
        WHERE (l.score, l.result_id, l.best) IS DISTINCT FROM (EXCLUDED.score, EXCLUDED.result_id, EXCLUDED.best)
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM removed) + (SELECT count(*) FROM written) INTO changed;
    RETURN changed;
END
$$;
