-- Ten million games were entered player by player, and each of these games was read from wherever it lay: an hour for two
-- million of them. Now all games of very many players are read in one pass, and what the boards should hold of them waits
-- here until it is entered, some players at a time (server/leaderboards/filling.py). It is nobody's truth: after a crash
-- of PostgreSQL the table is empty, and drafted anew.
CREATE UNLOGGED TABLE "leaderboard_drafts" (
    "user_id" UUID NOT NULL,
    "mode" "Mode" NOT NULL,
    "seconds" SMALLINT NOT NULL,
    "type" "Metric" NOT NULL,
    "period" "Period" NOT NULL,
    "starts_on" DATE NOT NULL,
    "language" "Language" NOT NULL,
    "difficulty" "Difficulty" NOT NULL,
    "score" BIGINT NOT NULL,
    "result_id" UUID NOT NULL,
    "best" SMALLINT NOT NULL,

    CONSTRAINT "leaderboard_drafts_pkey" PRIMARY KEY ("user_id","mode","seconds","type","period","starts_on","language","difficulty")
);

-- Drafts the players from `after` (without them) to `last`: as `leaderboards_of`, but of a range, so that the games are
-- read as they lie and joined at once. Locks nobody: who has played or changed since is the caller's to find out.
CREATE FUNCTION "draft_leaderboards"("after" UUID, "last" UUID) RETURNS BIGINT LANGUAGE plpgsql
SET enable_nestloop = off SET enable_mergejoin = off SET work_mem = '64MB' SET jit = off AS $$
DECLARE
    drafted BIGINT;
BEGIN
    INSERT INTO "leaderboard_drafts" (user_id, mode, seconds, type, period, starts_on, language, difficulty, score,
        result_id, best)
    WITH bests AS (
        SELECT DISTINCT ON (r.user_id, r.mode, s.seconds, w.type, w.period, w.starts_on, s.language, s.difficulty)
            r.user_id, r.mode, coalesce(s.seconds, 0)::smallint AS seconds, w.type, w.period, w.starts_on, s.language,
            s.difficulty, w.score, r.id AS result_id
        FROM "game_results" r JOIN "game_sessions" s ON s.id = r.session_id JOIN "users" u ON u.id = r.user_id,
            "leaderboard_worth"(r, s) w
        WHERE r.user_id > "after" AND r.user_id <= "last" AND u.is_active AND u.deleted_at IS NULL AND NOT u.is_bot
            AND (w.period = 'all' OR r.mode = 'DAILY' OR w.starts_on > (now() AT TIME ZONE 'UTC')::date - 9)
        ORDER BY r.user_id, r.mode, s.seconds, w.type, w.period, w.starts_on, s.language, s.difficulty, w.score DESC,
            r.id DESC
    )
    -- From the best down: whether one before it is in this language, in this difficulty, or there at all.
    SELECT user_id, mode, seconds, type, period, starts_on, language, difficulty, score, result_id,
        (CASE WHEN language = ANY(array_agg(language) OVER better) THEN 0 ELSE 1 END
        + CASE WHEN difficulty = ANY(array_agg(difficulty) OVER better) THEN 0 ELSE 2 END
        + CASE count(*) OVER better WHEN 0 THEN 4 ELSE 0 END)::smallint
    FROM bests
    WINDOW better AS (PARTITION BY user_id, mode, seconds, type, period, starts_on ORDER BY score DESC, result_id DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING);
    GET DIAGNOSTICS drafted = ROW_COUNT;
    RETURN drafted;
END
$$;

-- Servers of the previous release may finish what this one has begun, and know nothing of the index that it makes at the
-- end: the table is not to be read without it.
CREATE FUNCTION "refuse_filled_without_order"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.filled_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM pg_index WHERE indexrelid = to_regclass('leaderboards_order_idx') AND indisvalid
    ) THEN
        RAISE EXCEPTION 'the index leaderboards_order_idx has to be made first: prodev leaderboard rebuild';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "leaderboard_filling_ordered" BEFORE UPDATE OF "filled_at" ON "leaderboard_filling" FOR EACH ROW
    EXECUTE FUNCTION "refuse_filled_without_order"();
