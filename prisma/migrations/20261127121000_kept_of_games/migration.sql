-- What a profile shows of each language is kept beside the number of games, so that it costs a page and not all games of the
-- player: of all games that count, and of the ranked ones, which alone others see. Means follow from the sums.
-- A row that is not summed up is from before this migration, and its figures mean nothing. The server does that player by
-- player (server/results/languages.py); until then a profile reads the games.
ALTER TABLE "games_by_language"
    ADD COLUMN "is_summed" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "playtime_sec" BIGINT,
    ADD COLUMN "best_score" INTEGER,
    ADD COLUMN "best_wpm" DOUBLE PRECISION,
    ADD COLUMN "sum_wpm" DOUBLE PRECISION,
    ADD COLUMN "sum_accuracy" DOUBLE PRECISION,
    ADD COLUMN "best_net_wpm" DOUBLE PRECISION,
    ADD COLUMN "sum_net_wpm" DOUBLE PRECISION,
    ADD COLUMN "sum_key_accuracy" DOUBLE PRECISION,
    ADD COLUMN "ranked_games" INTEGER,
    ADD COLUMN "ranked_last_ended_at" TIMESTAMPTZ(3),
    ADD COLUMN "ranked_playtime_sec" BIGINT,
    ADD COLUMN "ranked_best_score" INTEGER,
    ADD COLUMN "ranked_best_wpm" DOUBLE PRECISION,
    ADD COLUMN "ranked_sum_wpm" DOUBLE PRECISION,
    ADD COLUMN "ranked_sum_accuracy" DOUBLE PRECISION,
    ADD COLUMN "ranked_best_net_wpm" DOUBLE PRECISION,
    ADD COLUMN "ranked_sum_net_wpm" DOUBLE PRECISION,
    ADD COLUMN "ranked_sum_key_accuracy" DOUBLE PRECISION;

-- What a game adds: the measures of keys as server/results/columns.py works them out.
CREATE FUNCTION "figures_of"(r "game_results")
RETURNS TABLE ("net_wpm" DOUBLE PRECISION, "key_accuracy" DOUBLE PRECISION) LANGUAGE sql IMMUTABLE AS $$
    SELECT r.correct_keys::float8 / 5 / r.playtime_seconds * 60,
        coalesce(r.correct_keys::float8 / nullif(r.total_keys_pressed, 0) * 100, 0)
$$;

-- The best games of a player in each kind of game (mode, length, language, difficulty), of the games that count: ranked ones,
-- and those that lack nothing but a registration. Which bests the newest game has set follows from one row for each kind,
-- and no longer from all games before it: so each row also says what the bests were before its newest game.
-- Triggers keep it, so that it is right under servers of any release. Players whose games of before are not summed up yet
-- (`games_by_language.is_summed`) have no rows to rely on.
CREATE TABLE "bests_by_kind" (
    "user_id" UUID NOT NULL,
    "mode" "Mode" NOT NULL,
    "seconds" SMALLINT NOT NULL,
    "language" "Language" NOT NULL,
    "difficulty" "Difficulty" NOT NULL,
    "games" INTEGER NOT NULL,
    "final_score" INTEGER NOT NULL,
    "net_wpm" DOUBLE PRECISION NOT NULL,
    "key_accuracy_percentage" DOUBLE PRECISION NOT NULL,
    "waves_completed" INTEGER NOT NULL,
    "max_combo" INTEGER NOT NULL,
    "result_id" UUID NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "before_final_score" INTEGER,
    "before_net_wpm" DOUBLE PRECISION,
    "before_key_accuracy_percentage" DOUBLE PRECISION,
    "before_waves_completed" INTEGER,
    "before_max_combo" INTEGER,

    CONSTRAINT "bests_by_kind_pkey" PRIMARY KEY ("user_id","mode","seconds","language","difficulty"),

    -- A row is made with the first game, and before that there were no bests.
    CONSTRAINT "bests_by_kind_games_check" CHECK ("games" >= 1 AND ("games" = 1) = ("before_final_score" IS NULL))
);
ALTER TABLE "bests_by_kind" ADD CONSTRAINT "bests_by_kind_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- At a game's end. What is not summed up yet stays so. Of the bests, a game that is saved after one that ended later is
-- among those before it.
CREATE OR REPLACE FUNCTION "count_game_by_language"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own RECORD;
    weight CONSTANT INTEGER := CASE WHEN NEW.ranked THEN 1 ELSE 0 END;
    speed CONSTANT DOUBLE PRECISION := NEW.correct_keys::float8 / 5 / NEW.playtime_seconds * 60;
    accuracy CONSTANT DOUBLE PRECISION
        := coalesce(NEW.correct_keys::float8 / nullif(NEW.total_keys_pressed, 0) * 100, 0);
BEGIN
    SELECT s.language, s.difficulty, coalesce(s.seconds, 0) AS seconds INTO own
    FROM "game_sessions" s WHERE s.id = NEW.session_id;
    INSERT INTO "games_by_language" AS l (user_id, language, is_summed, games, last_ended_at, playtime_sec, best_score,
        best_wpm, sum_wpm, sum_accuracy, best_net_wpm, sum_net_wpm, sum_key_accuracy, ranked_games, ranked_last_ended_at,
        ranked_playtime_sec, ranked_best_score, ranked_best_wpm, ranked_sum_wpm, ranked_sum_accuracy, ranked_best_net_wpm,
        ranked_sum_net_wpm, ranked_sum_key_accuracy)
    VALUES (NEW.user_id, own.language, true, 1, NEW.ended_at, NEW.playtime_seconds, NEW.final_score, NEW.words_per_minute,
        NEW.words_per_minute, NEW.accuracy_percentage, speed, speed, accuracy, weight, CASE weight WHEN 1 THEN
        NEW.ended_at END, weight * NEW.playtime_seconds, weight * NEW.final_score, weight * NEW.words_per_minute,
        weight * NEW.words_per_minute, weight * NEW.accuracy_percentage, weight * speed, weight * speed,
        weight * accuracy)
    ON CONFLICT (user_id, language) DO UPDATE SET
        games = l.games + 1,
        last_ended_at = greatest(l.last_ended_at, EXCLUDED.last_ended_at),
        playtime_sec = l.playtime_sec + EXCLUDED.playtime_sec,
        best_score = greatest(l.best_score, EXCLUDED.best_score),
        best_wpm = greatest(l.best_wpm, EXCLUDED.best_wpm),
        sum_wpm = l.sum_wpm + EXCLUDED.sum_wpm,
        sum_accuracy = l.sum_accuracy + EXCLUDED.sum_accuracy,
        best_net_wpm = greatest(l.best_net_wpm, EXCLUDED.best_net_wpm),
        sum_net_wpm = l.sum_net_wpm + EXCLUDED.sum_net_wpm,
        sum_key_accuracy = l.sum_key_accuracy + EXCLUDED.sum_key_accuracy,
        ranked_games = l.ranked_games + EXCLUDED.ranked_games,
        ranked_last_ended_at = greatest(l.ranked_last_ended_at, EXCLUDED.ranked_last_ended_at),
        ranked_playtime_sec = l.ranked_playtime_sec + EXCLUDED.ranked_playtime_sec,
        ranked_best_score = greatest(l.ranked_best_score, EXCLUDED.ranked_best_score),
        ranked_best_wpm = greatest(l.ranked_best_wpm, EXCLUDED.ranked_best_wpm),
        ranked_sum_wpm = l.ranked_sum_wpm + EXCLUDED.ranked_sum_wpm,
        ranked_sum_accuracy = l.ranked_sum_accuracy + EXCLUDED.ranked_sum_accuracy,
        ranked_best_net_wpm = greatest(l.ranked_best_net_wpm, EXCLUDED.ranked_best_net_wpm),
        ranked_sum_net_wpm = l.ranked_sum_net_wpm + EXCLUDED.ranked_sum_net_wpm,
        ranked_sum_key_accuracy = l.ranked_sum_key_accuracy + EXCLUDED.ranked_sum_key_accuracy;
    IF NOT (NEW.ranked OR coalesce(NEW.unranked_reason = 'guest', false)) THEN RETURN NULL; END IF;
    INSERT INTO "bests_by_kind" AS b (user_id, mode, seconds, language, difficulty, games, final_score, net_wpm,
        key_accuracy_percentage, waves_completed, max_combo, result_id, ended_at)
    VALUES (NEW.user_id, NEW.mode, own.seconds, own.language, own.difficulty, 1, NEW.final_score, speed, accuracy,
        NEW.waves_completed, NEW.max_combo, NEW.id, NEW.ended_at)
    ON CONFLICT (user_id, mode, seconds, language, difficulty) DO UPDATE SET
        games = b.games + 1,
        final_score = greatest(b.final_score, EXCLUDED.final_score),
        net_wpm = greatest(b.net_wpm, EXCLUDED.net_wpm),
        key_accuracy_percentage = greatest(b.key_accuracy_percentage, EXCLUDED.key_accuracy_percentage),
        waves_completed = greatest(b.waves_completed, EXCLUDED.waves_completed),
        max_combo = greatest(b.max_combo, EXCLUDED.max_combo),
        before_final_score = CASE WHEN (EXCLUDED.ended_at, EXCLUDED.result_id) > (b.ended_at, b.result_id)
            THEN b.final_score ELSE greatest(b.before_final_score, EXCLUDED.final_score) END,
        before_net_wpm = CASE WHEN (EXCLUDED.ended_at, EXCLUDED.result_id) > (b.ended_at, b.result_id)
            THEN b.net_wpm ELSE greatest(b.before_net_wpm, EXCLUDED.net_wpm) END,
        before_key_accuracy_percentage = CASE WHEN (EXCLUDED.ended_at, EXCLUDED.result_id) > (b.ended_at, b.result_id)
            THEN b.key_accuracy_percentage
            ELSE greatest(b.before_key_accuracy_percentage, EXCLUDED.key_accuracy_percentage) END,
        before_waves_completed = CASE WHEN (EXCLUDED.ended_at, EXCLUDED.result_id) > (b.ended_at, b.result_id)
            THEN b.waves_completed ELSE greatest(b.before_waves_completed, EXCLUDED.waves_completed) END,
        before_max_combo = CASE WHEN (EXCLUDED.ended_at, EXCLUDED.result_id) > (b.ended_at, b.result_id)
            THEN b.max_combo ELSE greatest(b.before_max_combo, EXCLUDED.max_combo) END,
        result_id = CASE WHEN (EXCLUDED.ended_at, EXCLUDED.result_id) > (b.ended_at, b.result_id) THEN EXCLUDED.result_id
            ELSE b.result_id END,
        ended_at = greatest(b.ended_at, EXCLUDED.ended_at);
    RETURN NULL;
END
$$;

-- What these players' rows should be, by their games alone: by what counts in the statistics (server/results/shown.py).
CREATE FUNCTION "languages_of"("players" UUID[])
RETURNS TABLE (
    "user_id" UUID, "language" "Language", "games" INTEGER, "last_ended_at" TIMESTAMPTZ(3), "is_summed" BOOLEAN,
    "playtime_sec" BIGINT, "best_score" INTEGER, "best_wpm" DOUBLE PRECISION, "sum_wpm" DOUBLE PRECISION,
    "sum_accuracy" DOUBLE PRECISION, "best_net_wpm" DOUBLE PRECISION, "sum_net_wpm" DOUBLE PRECISION,
    "sum_key_accuracy" DOUBLE PRECISION, "ranked_games" INTEGER, "ranked_last_ended_at" TIMESTAMPTZ(3),
    "ranked_playtime_sec" BIGINT, "ranked_best_score" INTEGER, "ranked_best_wpm" DOUBLE PRECISION,
    "ranked_sum_wpm" DOUBLE PRECISION, "ranked_sum_accuracy" DOUBLE PRECISION, "ranked_best_net_wpm" DOUBLE PRECISION,
    "ranked_sum_net_wpm" DOUBLE PRECISION, "ranked_sum_key_accuracy" DOUBLE PRECISION
) LANGUAGE sql STABLE AS $$
    SELECT r.user_id, s.language, count(*)::int, max(r.ended_at), true, sum(r.playtime_seconds)::bigint,
        max(r.final_score), max(r.words_per_minute), sum(r.words_per_minute), sum(r.accuracy_percentage),
        max(f.net_wpm), sum(f.net_wpm), sum(f.key_accuracy), (count(*) FILTER (WHERE r.ranked))::int,
        max(r.ended_at) FILTER (WHERE r.ranked), coalesce(sum(r.playtime_seconds) FILTER (WHERE r.ranked), 0)::bigint,
        coalesce(max(r.final_score) FILTER (WHERE r.ranked), 0),
        coalesce(max(r.words_per_minute) FILTER (WHERE r.ranked), 0),
        coalesce(sum(r.words_per_minute) FILTER (WHERE r.ranked), 0),
        coalesce(sum(r.accuracy_percentage) FILTER (WHERE r.ranked), 0),
        coalesce(max(f.net_wpm) FILTER (WHERE r.ranked), 0), coalesce(sum(f.net_wpm) FILTER (WHERE r.ranked), 0),
        coalesce(sum(f.key_accuracy) FILTER (WHERE r.ranked), 0)
    FROM "game_results" r JOIN "game_sessions" s ON s.id = r.session_id, "figures_of"(r) f
    WHERE r.user_id = ANY(players) AND r.verdict <> 'rejected' AND r.mode <> 'PRACTICE'
    GROUP BY r.user_id, s.language
$$;

-- Writes them. The lock is that of a game's end: one waits for the other.
CREATE FUNCTION "sum_up_languages"("players" UUID[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM "user_statistics" WHERE user_id = ANY(players) ORDER BY user_id FOR UPDATE;
    WITH summed AS MATERIALIZED (
        SELECT * FROM "languages_of"(players)
    ), gone AS (
        DELETE FROM "games_by_language" l WHERE l.user_id = ANY(players)
            AND NOT EXISTS (SELECT FROM summed n WHERE n.user_id = l.user_id AND n.language = l.language)
    )
    INSERT INTO "games_by_language" (user_id, language,
        games, last_ended_at, is_summed, playtime_sec, best_score, best_wpm, sum_wpm, sum_accuracy, best_net_wpm, sum_net_wpm,
        sum_key_accuracy, ranked_games, ranked_last_ended_at, ranked_playtime_sec, ranked_best_score, ranked_best_wpm,
        ranked_sum_wpm, ranked_sum_accuracy, ranked_best_net_wpm, ranked_sum_net_wpm, ranked_sum_key_accuracy)
    SELECT * FROM summed
    ON CONFLICT (user_id, language) DO UPDATE SET (
        games, last_ended_at, is_summed, playtime_sec, best_score, best_wpm, sum_wpm, sum_accuracy, best_net_wpm, sum_net_wpm,
        sum_key_accuracy, ranked_games, ranked_last_ended_at, ranked_playtime_sec, ranked_best_score, ranked_best_wpm,
        ranked_sum_wpm, ranked_sum_accuracy, ranked_best_net_wpm, ranked_sum_net_wpm, ranked_sum_key_accuracy
    ) = ROW(
        EXCLUDED.games, EXCLUDED.last_ended_at, EXCLUDED.is_summed, EXCLUDED.playtime_sec, EXCLUDED.best_score,
        EXCLUDED.best_wpm, EXCLUDED.sum_wpm, EXCLUDED.sum_accuracy, EXCLUDED.best_net_wpm, EXCLUDED.sum_net_wpm,
        EXCLUDED.sum_key_accuracy, EXCLUDED.ranked_games, EXCLUDED.ranked_last_ended_at, EXCLUDED.ranked_playtime_sec,
        EXCLUDED.ranked_best_score, EXCLUDED.ranked_best_wpm, EXCLUDED.ranked_sum_wpm, EXCLUDED.ranked_sum_accuracy,
        EXCLUDED.ranked_best_net_wpm, EXCLUDED.ranked_sum_net_wpm, EXCLUDED.ranked_sum_key_accuracy
    );
END
$$;

-- A verdict or a registration: rare, and of some games of a player at once.
CREATE FUNCTION "results_change_languages"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    players UUID[] := ARRAY(
        SELECT DISTINCT n.user_id FROM old_results o JOIN new_results n USING (id)
        WHERE (o.ranked, o.verdict = 'rejected') IS DISTINCT FROM (n.ranked, n.verdict = 'rejected')
    );
BEGIN
    IF cardinality(players) > 0 THEN PERFORM "sum_up_languages"(players); END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "game_results_change_languages" AFTER UPDATE ON "game_results"
    REFERENCING OLD TABLE AS old_results NEW TABLE AS new_results
    FOR EACH STATEMENT EXECUTE FUNCTION "results_change_languages"();

-- What these players' rows should be, by their games alone.
CREATE FUNCTION "bests_of"("players" UUID[])
RETURNS TABLE (
    "user_id" UUID, "mode" "Mode", "seconds" SMALLINT, "language" "Language", "difficulty" "Difficulty", "games" INTEGER,
    "final_score" INTEGER, "net_wpm" DOUBLE PRECISION, "key_accuracy_percentage" DOUBLE PRECISION,
    "waves_completed" INTEGER, "max_combo" INTEGER, "result_id" UUID, "ended_at" TIMESTAMPTZ(3),
    "before_final_score" INTEGER, "before_net_wpm" DOUBLE PRECISION, "before_key_accuracy_percentage" DOUBLE PRECISION,
    "before_waves_completed" INTEGER, "before_max_combo" INTEGER
) LANGUAGE sql STABLE AS $$
    SELECT user_id, mode, seconds, language, difficulty, count(*)::int, max(final_score), max(net_wpm), max(key_accuracy),
        max(waves_completed), max(max_combo), (array_agg(id) FILTER (WHERE nth = 1))[1], max(ended_at),
        max(final_score) FILTER (WHERE nth > 1), max(net_wpm) FILTER (WHERE nth > 1),
        max(key_accuracy) FILTER (WHERE nth > 1), max(waves_completed) FILTER (WHERE nth > 1),
        max(max_combo) FILTER (WHERE nth > 1)
    FROM (
        SELECT r.user_id, r.mode, coalesce(s.seconds, 0)::smallint AS seconds, s.language, s.difficulty, r.final_score,
            f.net_wpm, f.key_accuracy, r.waves_completed, r.max_combo, r.id, r.ended_at, row_number() OVER (
                PARTITION BY r.user_id, r.mode, s.seconds, s.language, s.difficulty ORDER BY r.ended_at DESC, r.id DESC
            ) AS nth
        FROM "game_results" r JOIN "game_sessions" s ON s.id = r.session_id, "figures_of"(r) f
        WHERE r.user_id = ANY(players) AND (r.ranked OR r.unranked_reason = 'guest')
    ) counting
    GROUP BY user_id, mode, seconds, language, difficulty
$$;

-- Works them out anew; the lock is that of a game's end.
CREATE FUNCTION "settle_bests"("players" UUID[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM "user_statistics" WHERE user_id = ANY(players) ORDER BY user_id FOR UPDATE;
    DELETE FROM "bests_by_kind" WHERE user_id = ANY(players);
    INSERT INTO "bests_by_kind" SELECT * FROM "bests_of"(players);
END
$$;

CREATE FUNCTION "results_change_bests"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    players UUID[] := ARRAY(
        SELECT DISTINCT n.user_id FROM old_results o JOIN new_results n USING (id)
        WHERE (o.ranked OR coalesce(o.unranked_reason = 'guest', false))
            <> (n.ranked OR coalesce(n.unranked_reason = 'guest', false))
    );
BEGIN
    IF cardinality(players) > 0 THEN PERFORM "settle_bests"(players); END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "game_results_change_bests" AFTER UPDATE ON "game_results"
    REFERENCING OLD TABLE AS old_results NEW TABLE AS new_results
    FOR EACH STATEMENT EXECUTE FUNCTION "results_change_bests"();
