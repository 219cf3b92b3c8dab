-- Each player's best on each board, kept by the transaction that saves, judges or removes a game, or decides who may stand
-- on the boards: whichever release does it, the triggers below see it. Redis is a copy. The games that ended before are
-- entered in batches, while servers serve (server/leaderboards/filling.py).
CREATE TYPE "Metric" AS ENUM ('score', 'net_wpm', 'wpm');
CREATE TYPE "Period" AS ENUM ('all', 'week', 'day');

-- One row for a language and a difficulty. A best in any language or difficulty is one of these, and marked as such, so
-- that a first game writes nine rows and not thirty-six. No foreign keys: nine checks would cost a game's end more than
-- all else here, and a row goes with its player's results.
CREATE TABLE "leaderboards" (
    "user_id" UUID NOT NULL,
    "mode" "Mode" NOT NULL,
    "seconds" SMALLINT NOT NULL DEFAULT 0,
    "type" "Metric" NOT NULL,
    "period" "Period" NOT NULL,
    "starts_on" DATE NOT NULL,
    "language" "Language" NOT NULL,
    "difficulty" "Difficulty" NOT NULL,
    "score" BIGINT NOT NULL,
    "result_id" UUID NOT NULL,
    "best" SMALLINT NOT NULL DEFAULT 7,
    "ranked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "leaderboards_pkey" PRIMARY KEY ("user_id","mode","seconds","type","period","starts_on","language","difficulty"),

    -- Three marks: 1 in any difficulty, 2 in any language, 4 in any of both.
    CONSTRAINT "leaderboards_best_check" CHECK ("best" BETWEEN 0 AND 7)
);
-- A board in its order; with the marks, so that counting reads nothing else.
CREATE INDEX "leaderboards_order_idx" ON "leaderboards"("mode","seconds","type","period","starts_on","language","difficulty","score","user_id","best");

-- How many players have a value in each range of 32, so that a place among a million is a sum of a few hundred numbers and
-- not a million rows.
CREATE TABLE "leaderboard_counts" (
    "mode" "Mode" NOT NULL,
    "seconds" SMALLINT NOT NULL,
    "type" "Metric" NOT NULL,
    "period" "Period" NOT NULL,
    "starts_on" DATE NOT NULL,
    "language" "Language" NOT NULL,
    "difficulty" "Difficulty" NOT NULL,
    "bucket" INTEGER NOT NULL,
    "players" INTEGER NOT NULL,
    "best_1" INTEGER NOT NULL,
    "best_2" INTEGER NOT NULL,
    "best_4" INTEGER NOT NULL,

    CONSTRAINT "leaderboard_counts_pkey" PRIMARY KEY ("mode","seconds","type","period","starts_on","language","difficulty","bucket")
);
-- What is to be added to the counts: readers add it up, and it is folded into them now and then. So games that end at the
-- same time never wait for each other's counts.
CREATE TABLE "leaderboard_count_changes" (
    "id" BIGSERIAL NOT NULL,
    "mode" "Mode" NOT NULL,
    "seconds" SMALLINT NOT NULL,
    "type" "Metric" NOT NULL,
    "period" "Period" NOT NULL,
    "starts_on" DATE NOT NULL,
    "language" "Language" NOT NULL,
    "difficulty" "Difficulty" NOT NULL,
    "bucket" INTEGER NOT NULL,
    "players" INTEGER NOT NULL,
    "best_1" INTEGER NOT NULL,
    "best_2" INTEGER NOT NULL,
    "best_4" INTEGER NOT NULL,

    CONSTRAINT "leaderboard_count_changes_pkey" PRIMARY KEY ("id")
);

-- Whose places were worked out anew, and when: a copy of the boards catches up with these, and with the games since.
CREATE TABLE "leaderboard_changes" (
    "user_id" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "leaderboard_changes_pkey" PRIMARY KEY ("user_id")
);
CREATE INDEX "leaderboard_changes_changed_at_idx" ON "leaderboard_changes"("changed_at");

-- How far the games from before this table have been entered: every player up to this one. One row.
CREATE TABLE "leaderboard_filling" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "filled_to" UUID,
    "filled_at" TIMESTAMPTZ(3),

    CONSTRAINT "leaderboard_filling_pkey" PRIMARY KEY ("id"),

    -- There is one table to fill.
    CONSTRAINT "leaderboard_filling_id_check" CHECK ("id" = 1)
);

-- What a ranked game is worth, and in which periods it counts. `score` holds the value in its high bits and the time in
-- its low bits, as server/leaderboards/board.py says.
CREATE FUNCTION "leaderboard_worth"(r "game_results", s "game_sessions")
RETURNS TABLE ("type" "Metric", "period" "Period", "starts_on" DATE, "score" BIGINT) LANGUAGE sql STABLE AS $$
    SELECT m.type, p.period, p.starts_on,
        least(m.value, 4194303) * 2147483648 + 2147483647
            - least(greatest(floor(date_part('epoch', r.ended_at))::bigint - 1735689600, 0), 2147483647)
    FROM (VALUES
        ('score'::"Metric", r.final_score::bigint),
        ('wpm', (12000 * r.total_words_typed::bigint + r.playtime_seconds) / (2 * greatest(r.playtime_seconds, 1))),
        ('net_wpm', (2400 * r.correct_keys::bigint + r.playtime_seconds) / (2 * greatest(r.playtime_seconds, 1)))
    ) AS m (type, value),
    (VALUES
        ('all'::"Period", '1970-01-01'::date),
        ('week', date_trunc('week', r.ended_at AT TIME ZONE 'UTC')::date),
        ('day', coalesce(s.daily_on, (r.ended_at AT TIME ZONE 'UTC')::date))
    ) AS p (period, starts_on)
    WHERE r.ranked AND CASE r.mode
        WHEN 'SOLO' THEN true
        WHEN 'SPRINT' THEN m.type = 'net_wpm'
        WHEN 'DAILY' THEN m.type <> 'wpm' AND p.period = 'day'
        ELSE false
    END
$$;

-- Enters one game, by what its player holds on the same boards already. Its plan is made once in a connection, perhaps
-- while the table is empty, and must do when it is not.
CREATE FUNCTION "enter_leaderboards"() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    own "game_sessions";
BEGIN
    SELECT s.* INTO own FROM "game_sessions" s JOIN "users" u ON u.id = s.user_id
    WHERE s.id = NEW.session_id AND u.is_active AND u.deleted_at IS NULL AND NOT u.is_bot;
    IF NOT FOUND THEN RETURN NULL; END IF;
    WITH worth AS (
        SELECT * FROM "leaderboard_worth"(NEW, own)
    ), held AS (
        SELECT l.*, (l.score, l.result_id) > (w.score, NEW.id) AS is_ahead, l.language = own.language AS same_language,
            l.difficulty = own.difficulty AS same_difficulty
        FROM worth w JOIN "leaderboards" l ON l.user_id = NEW.user_id AND l.mode = NEW.mode
            AND l.seconds = coalesce(own.seconds, 0) AND l.type = w.type AND l.period = w.period AND l.starts_on = w.starts_on
    ), entering AS (
        SELECT w.*, coalesce(bool_or(h.same_language AND h.same_difficulty), false) AS is_held,
            CASE WHEN bool_or(h.is_ahead AND h.same_language) THEN 0 ELSE 1 END
            + CASE WHEN bool_or(h.is_ahead AND h.same_difficulty) THEN 0 ELSE 2 END
            + CASE WHEN bool_or(h.is_ahead) THEN 0 ELSE 4 END AS best
        FROM worth w LEFT JOIN held h USING (type, period, starts_on)
        GROUP BY w.type, w.period, w.starts_on, w.score
        HAVING bool_or(h.is_ahead AND h.same_language AND h.same_difficulty) IS NOT TRUE
    ), kept AS (
        UPDATE "leaderboards" l SET (score, result_id, ranked_at, best) = (
            SELECT CASE WHEN is_own THEN e.score ELSE l.score END, CASE WHEN is_own THEN NEW.id ELSE l.result_id END,
                CASE WHEN is_own THEN now() ELSE l.ranked_at END,
                CASE WHEN is_own THEN e.best ELSE l.best & ~(e.best
                    & (4 + CASE WHEN l.language = own.language THEN 1 ELSE 0 END
                        + CASE WHEN l.difficulty = own.difficulty THEN 2 ELSE 0 END)) END
            FROM (SELECT l.language = own.language AND l.difficulty = own.difficulty AS is_own) is_own
        )
        FROM entering e
        WHERE l.user_id = NEW.user_id AND l.mode = NEW.mode AND l.seconds = coalesce(own.seconds, 0)
            AND l.type = e.type AND l.period = e.period AND l.starts_on = e.starts_on
            AND ((l.language = own.language AND l.difficulty = own.difficulty)
                OR l.best & e.best & (4 + CASE WHEN l.language = own.language THEN 1 ELSE 0 END
                    + CASE WHEN l.difficulty = own.difficulty THEN 2 ELSE 0 END) <> 0)
    )
    INSERT INTO "leaderboards" (user_id, mode, seconds, type, period, starts_on, language, difficulty, score, result_id, best)
    SELECT NEW.user_id, NEW.mode, coalesce(own.seconds, 0), e.type, e.period, e.starts_on, own.language, own.difficulty,
        e.score, NEW.id, e.best
    FROM entering e WHERE NOT e.is_held;
    RETURN NULL;
END
$$;

-- Works out anew what these players hold, from all their games; returns how many rows were not so. Of weeks and days those
-- that a server may still show; the daily's boards are kept. The lock is that of a game's end: one waits for the other.
CREATE FUNCTION "settle_leaderboards"("players" UUID[]) RETURNS BIGINT LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    changed BIGINT;
BEGIN
    PERFORM FROM "user_statistics" WHERE user_id = ANY(players) ORDER BY user_id FOR UPDATE;
    WITH bests AS (
        SELECT DISTINCT ON (r.user_id, r.mode, s.seconds, w.type, w.period, w.starts_on, s.language, s.difficulty)
            r.user_id, r.mode, coalesce(s.seconds, 0) AS seconds, w.type, w.period, w.starts_on, s.language, s.difficulty,
            w.score, r.id AS result_id
        FROM "game_results" r JOIN "game_sessions" s ON s.id = r.session_id JOIN "users" u ON u.id = r.user_id,
            "leaderboard_worth"(r, s) w
        WHERE r.user_id = ANY(players) AND u.is_active AND u.deleted_at IS NULL AND NOT u.is_bot
            AND (w.period = 'all' OR r.mode = 'DAILY' OR w.starts_on > (now() AT TIME ZONE 'UTC')::date - 9)
        ORDER BY r.user_id, r.mode, s.seconds, w.type, w.period, w.starts_on, s.language, s.difficulty, w.score DESC,
            r.id DESC
    ), marked AS (
        SELECT *, CASE row_number() OVER (PARTITION BY user_id, mode, seconds, type, period, starts_on, language
                ORDER BY score DESC, result_id DESC) WHEN 1 THEN 1 ELSE 0 END
            + CASE row_number() OVER (PARTITION BY user_id, mode, seconds, type, period, starts_on, difficulty
                ORDER BY score DESC, result_id DESC) WHEN 1 THEN 2 ELSE 0 END
            + CASE row_number() OVER (PARTITION BY user_id, mode, seconds, type, period, starts_on
                ORDER BY score DESC, result_id DESC) WHEN 1 THEN 4 ELSE 0 END AS best
        FROM bests
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
        SELECT * FROM marked
        ON CONFLICT (user_id, mode, seconds, type, period, starts_on, language, difficulty) DO UPDATE SET
            score = EXCLUDED.score, result_id = EXCLUDED.result_id, best = EXCLUDED.best, ranked_at = now()
        WHERE (l.score, l.result_id, l.best) IS DISTINCT FROM (EXCLUDED.score, EXCLUDED.result_id, EXCLUDED.best)
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM removed) + (SELECT count(*) FROM written) INTO changed;
    RETURN changed;
END
$$;
-- The same after a change of who may stand or of which games count, noted for the copies of the boards.
CREATE FUNCTION "change_leaderboards"("players" UUID[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(cardinality(players), 0) = 0 THEN RETURN; END IF;
    PERFORM "settle_leaderboards"(players);
    INSERT INTO "leaderboard_changes" (user_id) SELECT DISTINCT unnest(players)
    ON CONFLICT (user_id) DO UPDATE SET changed_at = EXCLUDED.changed_at;
END
$$;

CREATE FUNCTION "results_change_leaderboards"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM "change_leaderboards"(ARRAY(SELECT DISTINCT user_id FROM old_results WHERE ranked));
    ELSE
        PERFORM "change_leaderboards"(ARRAY(
            SELECT DISTINCT n.user_id FROM old_results o JOIN new_results n USING (id)
            WHERE (o.ranked, o.ended_at, o.final_score, o.total_words_typed, o.correct_keys, o.playtime_seconds)
                IS DISTINCT FROM (n.ranked, n.ended_at, n.final_score, n.total_words_typed, n.correct_keys, n.playtime_seconds)
        ));
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION "user_changes_leaderboards"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM "change_leaderboards"(ARRAY[NEW.id]);
    RETURN NULL;
END
$$;

-- Whatever changes the table changes the counts.
CREATE FUNCTION "count_leaderboards"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "leaderboard_count_changes" (mode, seconds, type, period, starts_on, language, difficulty, bucket, players,
            best_1, best_2, best_4)
        SELECT mode, seconds, type, period, starts_on, language, difficulty, score >> 36, count(*), sum(best & 1),
            sum(best >> 1 & 1), sum(best >> 2)
        FROM new_rows GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO "leaderboard_count_changes" (mode, seconds, type, period, starts_on, language, difficulty, bucket, players,
            best_1, best_2, best_4)
        SELECT mode, seconds, type, period, starts_on, language, difficulty, score >> 36, -count(*), -sum(best & 1),
            -sum(best >> 1 & 1), -sum(best >> 2)
        FROM old_rows GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
    ELSIF EXISTS (SELECT FROM new_rows) THEN
        INSERT INTO "leaderboard_count_changes" (mode, seconds, type, period, starts_on, language, difficulty, bucket, players,
            best_1, best_2, best_4)
        SELECT mode, seconds, type, period, starts_on, language, difficulty, bucket, sum(one), sum(one * (best & 1)),
            sum(one * (best >> 1 & 1)), sum(one * (best >> 2))
        FROM (
            SELECT mode, seconds, type, period, starts_on, language, difficulty, score >> 36 AS bucket, best, 1 AS one
            FROM new_rows
            UNION ALL
            SELECT mode, seconds, type, period, starts_on, language, difficulty, score >> 36, best, -1 FROM old_rows
        ) changes
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
        HAVING sum(one) <> 0 OR sum(one * (best & 1)) <> 0 OR sum(one * (best >> 1 & 1)) <> 0 OR sum(one * (best >> 2)) <> 0;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "leaderboards_count_entered" AFTER INSERT ON "leaderboards" REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION "count_leaderboards"();
CREATE TRIGGER "leaderboards_count_changed" AFTER UPDATE ON "leaderboards"
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "count_leaderboards"();
CREATE TRIGGER "leaderboards_count_removed" AFTER DELETE ON "leaderboards" REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION "count_leaderboards"();

CREATE TRIGGER "game_results_enter_leaderboards" AFTER INSERT ON "game_results"
    FOR EACH ROW WHEN (NEW."ranked") EXECUTE FUNCTION "enter_leaderboards"();
CREATE TRIGGER "game_results_change_leaderboards" AFTER UPDATE ON "game_results"
    REFERENCING OLD TABLE AS old_results NEW TABLE AS new_results
    FOR EACH STATEMENT EXECUTE FUNCTION "results_change_leaderboards"();
CREATE TRIGGER "game_results_leave_leaderboards" AFTER DELETE ON "game_results" REFERENCING OLD TABLE AS old_results
    FOR EACH STATEMENT EXECUTE FUNCTION "results_change_leaderboards"();
CREATE TRIGGER "users_change_leaderboards" AFTER UPDATE OF "is_active", "is_bot", "deleted_at" ON "users" FOR EACH ROW
    WHEN ((OLD."is_active" AND OLD."deleted_at" IS NULL AND NOT OLD."is_bot")
        IS DISTINCT FROM (NEW."is_active" AND NEW."deleted_at" IS NULL AND NOT NEW."is_bot"))
    EXECUTE FUNCTION "user_changes_leaderboards"();

-- Where no game has been played, there is nothing to enter.
INSERT INTO "leaderboard_filling" ("filled_at") SELECT CASE WHEN NOT EXISTS (SELECT FROM "game_results") THEN now() END;
