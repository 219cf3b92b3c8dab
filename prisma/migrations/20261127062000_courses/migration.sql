-- Courses: a track in a language has modules, these have lessons, and these have challenges. A challenge is a snippet
-- with goals; each try at it is a game of mode CHALLENGE. Deleting takes everything below along.

CREATE TYPE "ProgressStatus" AS ENUM ('NOT_STARTED', 'IN_PROGRESS', 'COMPLETED');
CREATE TYPE "ChallengeGoal" AS ENUM ('FINISHED', 'MIN_ACCURACY', 'MIN_NET_WPM', 'MAX_WRONG_KEYS');

-- `challenges` are those that are published, `enrolled` the players in it; triggers count both.
CREATE TABLE "tracks" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "slug" VARCHAR(60) NOT NULL,
    "title" VARCHAR(120) NOT NULL,
    "description" VARCHAR(2000) NOT NULL DEFAULT '',
    "language" "Language" NOT NULL,
    "place" INTEGER NOT NULL DEFAULT 0,
    "is_published" BOOLEAN NOT NULL DEFAULT false,
    "challenges" INTEGER NOT NULL DEFAULT 0,
    "enrolled" INTEGER NOT NULL DEFAULT 0,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tracks_pkey" PRIMARY KEY ("id"),
    -- It stands in addresses, and names a folder when courses are exported.
    CONSTRAINT "tracks_slug_check" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT "tracks_title_check" CHECK (btrim("title") <> '' AND "title" !~ '[[:cntrl:]]'),
    -- A trigger that counts twice, or not at all, is stopped here.
    CONSTRAINT "tracks_counts_check" CHECK ("challenges" >= 0 AND "enrolled" >= 0)
);
CREATE UNIQUE INDEX "tracks_slug_key" ON "tracks"("slug");
CREATE INDEX "tracks_created_by_idx" ON "tracks"("created_by");
CREATE TRIGGER "tracks_updated_at" BEFORE UPDATE ON "tracks" FOR EACH ROW
    WHEN (OLD."challenges" = NEW."challenges" AND OLD."enrolled" = NEW."enrolled") EXECUTE FUNCTION set_updated_at();

CREATE TABLE "modules" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "track_id" UUID NOT NULL,
    "slug" VARCHAR(60) NOT NULL,
    "title" VARCHAR(120) NOT NULL,
    "description" VARCHAR(2000) NOT NULL DEFAULT '',
    "place" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "modules_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "modules_slug_check" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT "modules_title_check" CHECK (btrim("title") <> '' AND "title" !~ '[[:cntrl:]]')
);
CREATE UNIQUE INDEX "modules_track_id_slug_key" ON "modules"("track_id", "slug");
-- What lies below names its track too, and cannot name another than what it lies in.
CREATE UNIQUE INDEX "modules_id_track_id_key" ON "modules"("id", "track_id");
CREATE TRIGGER "modules_updated_at" BEFORE UPDATE ON "modules" FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- `text` is Markdown; it is read when it is shown.
CREATE TABLE "lessons" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "track_id" UUID NOT NULL,
    "module_id" UUID NOT NULL,
    "slug" VARCHAR(60) NOT NULL,
    "title" VARCHAR(120) NOT NULL,
    "text" VARCHAR(5000) NOT NULL DEFAULT '',
    "place" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lessons_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "lessons_slug_check" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT "lessons_title_check" CHECK (btrim("title") <> '' AND "title" !~ '[[:cntrl:]]')
);
CREATE UNIQUE INDEX "lessons_module_id_slug_key" ON "lessons"("module_id", "slug");
CREATE UNIQUE INDEX "lessons_id_track_id_key" ON "lessons"("id", "track_id");
CREATE INDEX "lessons_track_id_idx" ON "lessons"("track_id");
CREATE TRIGGER "lessons_updated_at" BEFORE UPDATE ON "lessons" FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- What players get is the version `published_id`; without one the challenge is a draft. `attempts` and `completed`
-- (players who have passed it) are counted by triggers.
CREATE TABLE "challenges" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "track_id" UUID NOT NULL,
    "lesson_id" UUID NOT NULL,
    "slug" VARCHAR(60) NOT NULL,
    "place" INTEGER NOT NULL,
    "published_id" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "completed" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "challenges_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "challenges_slug_check" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT "challenges_counts_check" CHECK ("attempts" >= 0 AND "completed" >= 0)
);
CREATE UNIQUE INDEX "challenges_track_id_slug_key" ON "challenges"("track_id", "slug");
CREATE UNIQUE INDEX "challenges_published_id_key" ON "challenges"("published_id");
CREATE INDEX "challenges_lesson_id_idx" ON "challenges"("lesson_id");

-- What a challenge asks for. A version that was ever published stays as it is: attempts at it refer to it.
CREATE TABLE "challenge_versions" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "challenge_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "title" VARCHAR(120) NOT NULL,
    "snippet_id" UUID NOT NULL,
    "keys" INTEGER NOT NULL,
    "minutes" INTEGER NOT NULL,
    "points" INTEGER NOT NULL,
    "min_accuracy" DOUBLE PRECISION,
    "min_net_wpm" DOUBLE PRECISION,
    "max_wrong_keys" INTEGER,
    "hints" VARCHAR(500)[] NOT NULL DEFAULT ARRAY[]::VARCHAR(500)[],
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "published_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "challenge_versions_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "challenge_versions_version_check" CHECK ("version" >= 1),
    CONSTRAINT "challenge_versions_title_check" CHECK (btrim("title") <> '' AND "title" !~ '[[:cntrl:]]'),
    -- How many keys its code takes: the shortest snippets have five words.
    CONSTRAINT "challenge_versions_keys_check" CHECK ("keys" >= 5),
    CONSTRAINT "challenge_versions_minutes_check" CHECK ("minutes" BETWEEN 1 AND 60),
    CONSTRAINT "challenge_versions_points_check" CHECK ("points" BETWEEN 0 AND 100),
    -- Without a goal there would be nothing to pass.
    CONSTRAINT "challenge_versions_goals_check" CHECK (num_nonnulls("min_accuracy", "min_net_wpm", "max_wrong_keys") >= 1
        AND ("min_accuracy" IS NULL OR "min_accuracy" BETWEEN 0 AND 100)
        AND ("min_net_wpm" IS NULL OR "min_net_wpm" BETWEEN 1 AND 300)
        AND ("max_wrong_keys" IS NULL OR "max_wrong_keys" BETWEEN 0 AND 1000)),
    CONSTRAINT "challenge_versions_hints_check" CHECK (cardinality("hints") <= 10 AND array_position("hints", NULL) IS NULL),
    CONSTRAINT "challenge_versions_attempts_check" CHECK ("attempts" >= 0)
);
CREATE UNIQUE INDEX "challenge_versions_challenge_id_version_key" ON "challenge_versions"("challenge_id", "version");
CREATE INDEX "challenge_versions_snippet_id_idx" ON "challenge_versions"("snippet_id");
-- One draft at a time: two would each overwrite the other when they are published.
CREATE UNIQUE INDEX "challenge_versions_draft_key" ON "challenge_versions"("challenge_id") WHERE "published_at" IS NULL;
CREATE TRIGGER "challenge_versions_updated_at" BEFORE UPDATE ON "challenge_versions" FOR EACH ROW
    WHEN (OLD."attempts" = NEW."attempts") EXECUTE FUNCTION set_updated_at();

CREATE FUNCTION "keep_challenge_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version that was published stays as it is' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER "challenge_versions_kept" BEFORE UPDATE ON "challenge_versions" FOR EACH ROW
    WHEN (OLD."published_at" IS NOT NULL AND
        (OLD."challenge_id", OLD."version", OLD."title", OLD."snippet_id", OLD."keys", OLD."minutes", OLD."points",
            OLD."min_accuracy", OLD."min_net_wpm", OLD."max_wrong_keys", OLD."hints", OLD."published_at")
        IS DISTINCT FROM (NEW."challenge_id", NEW."version", NEW."title", NEW."snippet_id", NEW."keys", NEW."minutes", NEW."points",
            NEW."min_accuracy", NEW."min_net_wpm", NEW."max_wrong_keys", NEW."hints", NEW."published_at"))
    EXECUTE FUNCTION "keep_challenge_version"();

-- What the files of the courses that ship said when they were last read. A file that says the same changes nothing, so
-- that what an admin has edited or deleted since stays that way.
CREATE TABLE "course_files" (
    "name" VARCHAR(250) NOT NULL,
    "hash" CHAR(64) NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "course_files_pkey" PRIMARY KEY ("name"),
    -- Lowercase hex SHA-256.
    CONSTRAINT "course_files_hash_check" CHECK ("hash" ~ '^[0-9a-f]{64}$')
);

-- `completed` counts the published challenges of the track that its player has passed; triggers do.
CREATE TABLE "user_enrollments" (
    "user_id" UUID NOT NULL,
    "track_id" UUID NOT NULL,
    "enrolled_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed" INTEGER NOT NULL DEFAULT 0,
    "last_attempt_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_enrollments_pkey" PRIMARY KEY ("user_id", "track_id"),
    CONSTRAINT "user_enrollments_completed_check" CHECK ("completed" >= 0)
);
CREATE INDEX "user_enrollments_track_id_idx" ON "user_enrollments"("track_id");

-- What a player has reached in a challenge. A trigger writes all of it but `hints_shown` from the attempts.
CREATE TABLE "challenge_progress" (
    "user_id" UUID NOT NULL,
    "challenge_id" UUID NOT NULL,
    "status" "ProgressStatus" NOT NULL DEFAULT 'NOT_STARTED',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "hints_shown" INTEGER NOT NULL DEFAULT 0,
    "best_score" INTEGER,
    "best_at" TIMESTAMPTZ(3),
    "best_result_id" UUID,
    "completed_at" TIMESTAMPTZ(3),
    "last_attempt_at" TIMESTAMPTZ(3),

    CONSTRAINT "challenge_progress_pkey" PRIMARY KEY ("user_id", "challenge_id"),
    CONSTRAINT "challenge_progress_attempts_check" CHECK ("attempts" >= 0 AND ("attempts" > 0) = ("last_attempt_at" IS NOT NULL)),
    CONSTRAINT "challenge_progress_hints_check" CHECK ("hints_shown" BETWEEN 0 AND 10),
    CONSTRAINT "challenge_progress_status_check" CHECK (("status" = 'NOT_STARTED') = ("attempts" = 0)),
    -- The best is that of an attempt that passed, and has a place on the leaderboard.
    CONSTRAINT "challenge_progress_best_check" CHECK (
        num_nonnulls("best_score", "best_at", "best_result_id", "completed_at") = CASE WHEN "status" = 'COMPLETED' THEN 4 ELSE 0 END)
);
CREATE INDEX "challenge_progress_challenge_id_idx" ON "challenge_progress"("challenge_id");
-- The leaderboard of a challenge, in its order.
CREATE INDEX "challenge_progress_board_idx" ON "challenge_progress"("challenge_id", "best_score" DESC, "best_at", "user_id")
    WHERE "status" = 'COMPLETED';

-- Each game of a challenge that left a result. `failed` are the goals that it missed.
CREATE TABLE "challenge_attempts" (
    "result_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "challenge_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "passed" BOOLEAN NOT NULL,
    "failed" "ChallengeGoal"[] NOT NULL DEFAULT ARRAY[]::"ChallengeGoal"[],
    "score" INTEGER NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "challenge_attempts_pkey" PRIMARY KEY ("result_id"),
    CONSTRAINT "challenge_attempts_passed_check" CHECK ("passed" = (cardinality("failed") = 0)),
    CONSTRAINT "challenge_attempts_score_check" CHECK ("score" >= 0)
);
CREATE INDEX "challenge_attempts_user_id_challenge_id_ended_at_idx" ON "challenge_attempts"("user_id", "challenge_id", "ended_at" DESC);
CREATE INDEX "challenge_attempts_challenge_id_idx" ON "challenge_attempts"("challenge_id");
CREATE INDEX "challenge_attempts_version_id_idx" ON "challenge_attempts"("version_id");

ALTER TABLE "tracks" ADD CONSTRAINT "tracks_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "modules" ADD CONSTRAINT "modules_track_id_fkey" FOREIGN KEY ("track_id") REFERENCES "tracks"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "lessons" ADD CONSTRAINT "lessons_module_id_track_id_fkey" FOREIGN KEY ("module_id", "track_id") REFERENCES "modules"("id", "track_id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_lesson_id_track_id_fkey" FOREIGN KEY ("lesson_id", "track_id") REFERENCES "lessons"("id", "track_id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_published_id_fkey" FOREIGN KEY ("published_id") REFERENCES "challenge_versions"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "challenge_versions" ADD CONSTRAINT "challenge_versions_challenge_id_fkey" FOREIGN KEY ("challenge_id") REFERENCES "challenges"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "challenge_versions" ADD CONSTRAINT "challenge_versions_snippet_id_fkey" FOREIGN KEY ("snippet_id") REFERENCES "code_snippets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "user_enrollments" ADD CONSTRAINT "user_enrollments_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "user_enrollments" ADD CONSTRAINT "user_enrollments_track_id_fkey" FOREIGN KEY ("track_id") REFERENCES "tracks"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "challenge_progress" ADD CONSTRAINT "challenge_progress_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "challenge_progress" ADD CONSTRAINT "challenge_progress_challenge_id_fkey" FOREIGN KEY ("challenge_id") REFERENCES "challenges"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "challenge_attempts" ADD CONSTRAINT "challenge_attempts_result_id_fkey" FOREIGN KEY ("result_id") REFERENCES "game_results"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "challenge_attempts" ADD CONSTRAINT "challenge_attempts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "challenge_attempts" ADD CONSTRAINT "challenge_attempts_challenge_id_fkey" FOREIGN KEY ("challenge_id") REFERENCES "challenges"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "challenge_attempts" ADD CONSTRAINT "challenge_attempts_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "challenge_versions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The challenge, and the version of it, at which a game is an attempt. Not a relation: the game stays when its course is
-- deleted.
ALTER TABLE "game_sessions" ADD COLUMN "challenge_id" UUID;
ALTER TABLE "game_sessions" ADD COLUMN "challenge_version" INTEGER;
ALTER TABLE "game_sessions" ADD CONSTRAINT "game_sessions_challenge_check"
    CHECK (num_nonnulls("challenge_id", "challenge_version") = CASE WHEN "mode" = 'CHALLENGE' THEN 2 ELSE 0 END) NOT VALID;

-- As before, and no board is about challenges: each has a leaderboard of its own.
ALTER TABLE "game_results" DROP CONSTRAINT "game_results_ranked_check";
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_ranked_check"
    CHECK (NOT "ranked" OR ("end_reason" <> 'abandoned' AND "verdict" IN ('clean', 'approved')
        AND "mode" NOT IN ('GHOST', 'RACE', 'CONTEST', 'CHALLENGE')
        AND ("mode" <> 'SPRINT' OR "end_reason"::text = 'time') AND ("mode" <> 'DAILY' OR "end_reason" IN ('cleared', 'defeated'))
        AND "playtime_seconds" >= 15 AND "total_words_typed" >= CASE WHEN "mode" = 'SPRINT' THEN 10 ELSE 20 END
        AND "pauses" <= 3 AND "paused_ms" <= 120000)) NOT VALID;

-- ---------------------------------------------------------------- what is counted

-- A challenge that players see, or no longer do, changes its track's count and, for those who have passed it, theirs.
-- Before a deletion, because the progress goes with the challenge.
CREATE FUNCTION "count_published_challenge"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counted challenges := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    change INTEGER := CASE WHEN TG_OP <> 'DELETE' AND NEW.published_id IS NOT NULL THEN 1 ELSE 0 END
        - CASE WHEN TG_OP <> 'INSERT' AND OLD.published_id IS NOT NULL THEN 1 ELSE 0 END;
BEGIN
    IF change <> 0 THEN
        UPDATE tracks SET challenges = challenges + change WHERE id = counted.track_id;
        UPDATE user_enrollments e SET completed = e.completed + change FROM challenge_progress p
            WHERE e.track_id = counted.track_id AND p.user_id = e.user_id AND p.challenge_id = counted.id
                AND p.status = 'COMPLETED';
    END IF;
    RETURN counted;
END $$;
CREATE TRIGGER "challenges_counted" AFTER INSERT OR UPDATE OF "published_id" ON "challenges"
    FOR EACH ROW EXECUTE FUNCTION "count_published_challenge"();
CREATE TRIGGER "challenges_uncounted" BEFORE DELETE ON "challenges"
    FOR EACH ROW EXECUTE FUNCTION "count_published_challenge"();

CREATE FUNCTION "count_enrolled"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE tracks SET enrolled = enrolled + CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END
        WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.track_id ELSE OLD.track_id END;
    RETURN NULL;
END $$;
CREATE TRIGGER "user_enrollments_counted" AFTER INSERT OR DELETE ON "user_enrollments"
    FOR EACH ROW EXECUTE FUNCTION "count_enrolled"();

-- Whoever enrols again has what they had: the one time that anything is counted out.
CREATE FUNCTION "take_up_enrollment"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT count(*) FILTER (WHERE p.status = 'COMPLETED' AND c.published_id IS NOT NULL), max(p.last_attempt_at)
        INTO NEW.completed, NEW.last_attempt_at
        FROM challenges c JOIN challenge_progress p ON p.challenge_id = c.id AND p.user_id = NEW.user_id
        WHERE c.track_id = NEW.track_id;
    RETURN NEW;
END $$;
CREATE TRIGGER "user_enrollments_taken_up" BEFORE INSERT ON "user_enrollments"
    FOR EACH ROW EXECUTE FUNCTION "take_up_enrollment"();

-- A player who passes a challenge, or no longer has because a game was rejected. Progress that is deleted goes with its
-- challenge, which has counted it out, or with its user, whose enrolments go too.
CREATE FUNCTION "count_completed"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    change INTEGER := (NEW.status = 'COMPLETED')::int
        - (CASE WHEN TG_OP = 'UPDATE' THEN OLD.status = 'COMPLETED' ELSE false END)::int;
BEGIN
    IF change <> 0 THEN
        -- Whoever enrols at this moment counts out what they have passed: either sees the other.
        PERFORM FROM tracks t JOIN challenges c ON c.track_id = t.id WHERE c.id = NEW.challenge_id FOR SHARE OF t;
        UPDATE user_enrollments e SET completed = e.completed + change FROM challenges c
            WHERE c.id = NEW.challenge_id AND c.published_id IS NOT NULL
                AND e.track_id = c.track_id AND e.user_id = NEW.user_id;
        UPDATE challenges SET completed = completed + change WHERE id = NEW.challenge_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "challenge_progress_counted" AFTER INSERT OR UPDATE OF "status" ON "challenge_progress"
    FOR EACH ROW EXECUTE FUNCTION "count_completed"();
CREATE FUNCTION "uncount_completed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE challenges SET completed = completed - 1 WHERE id = OLD.challenge_id;
    RETURN NULL;
END $$;
CREATE TRIGGER "challenge_progress_uncounted" AFTER DELETE ON "challenge_progress"
    FOR EACH ROW WHEN (OLD."status" = 'COMPLETED') EXECUTE FUNCTION "uncount_completed"();

-- What a player's attempts at a challenge come to. Games that are flagged or rejected pass nothing.
CREATE FUNCTION "sum_up_attempts"("player" UUID, "challenge" UUID) RETURNS void LANGUAGE sql AS $$
    UPDATE challenge_progress SET
        status = CASE WHEN best.result_id IS NULL THEN 'IN_PROGRESS' ELSE 'COMPLETED' END::"ProgressStatus",
        best_score = best.score, best_at = best.ended_at, best_result_id = best.result_id, completed_at = best.first_at
    FROM (SELECT 1) AS one LEFT JOIN (
        SELECT a.result_id, a.score, a.ended_at, min(a.ended_at) OVER () AS first_at
        FROM challenge_attempts a JOIN game_results r ON r.id = a.result_id
        WHERE a.user_id = player AND a.challenge_id = challenge AND a.passed AND r.verdict IN ('clean', 'approved')
        ORDER BY a.score DESC, a.ended_at, a.result_id LIMIT 1
    ) AS best ON true
    WHERE user_id = player AND challenge_id = challenge;
$$;

-- Each attempt once: the counts, and the best if it is better.
CREATE FUNCTION "count_attempt"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE challenges SET attempts = attempts + 1 WHERE id = NEW.challenge_id;
    UPDATE challenge_versions SET attempts = attempts + 1 WHERE id = NEW.version_id;
    INSERT INTO challenge_progress AS p (user_id, challenge_id, status, attempts, last_attempt_at)
        VALUES (NEW.user_id, NEW.challenge_id, 'IN_PROGRESS', 1, NEW.ended_at)
        ON CONFLICT (user_id, challenge_id) DO UPDATE SET attempts = p.attempts + 1,
            status = CASE p.status WHEN 'NOT_STARTED' THEN 'IN_PROGRESS' ELSE p.status END,
            last_attempt_at = greatest(p.last_attempt_at, EXCLUDED.last_attempt_at);
    UPDATE user_enrollments e SET last_attempt_at = greatest(e.last_attempt_at, NEW.ended_at) FROM challenges c
        WHERE c.id = NEW.challenge_id AND e.track_id = c.track_id AND e.user_id = NEW.user_id;
    UPDATE challenge_progress p SET status = 'COMPLETED', best_score = NEW.score, best_at = NEW.ended_at,
        best_result_id = NEW.result_id, completed_at = least(p.completed_at, NEW.ended_at)
        FROM game_results r
        WHERE p.user_id = NEW.user_id AND p.challenge_id = NEW.challenge_id AND NEW.passed
            AND r.id = NEW.result_id AND r.verdict IN ('clean', 'approved')
            AND (p.best_score IS NULL OR NEW.score > p.best_score
                OR (NEW.score = p.best_score AND NEW.ended_at < p.best_at));
    -- One that is kept late may be the first that passed.
    UPDATE challenge_progress p SET completed_at = NEW.ended_at FROM game_results r
        WHERE p.user_id = NEW.user_id AND p.challenge_id = NEW.challenge_id AND NEW.passed AND NEW.ended_at < p.completed_at
            AND r.id = NEW.result_id AND r.verdict IN ('clean', 'approved');
    RETURN NULL;
END $$;
CREATE TRIGGER "challenge_attempts_counted" AFTER INSERT ON "challenge_attempts"
    FOR EACH ROW EXECUTE FUNCTION "count_attempt"();

CREATE FUNCTION "uncount_attempt"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE challenges SET attempts = attempts - 1 WHERE id = OLD.challenge_id;
    UPDATE challenge_versions SET attempts = attempts - 1 WHERE id = OLD.version_id;
    RETURN NULL;
END $$;
CREATE TRIGGER "challenge_attempts_uncounted" AFTER DELETE ON "challenge_attempts"
    FOR EACH ROW EXECUTE FUNCTION "uncount_attempt"();

-- A verdict that comes later may take a pass away, or give it back. The challenge is locked before the progress, as an
-- attempt does.
CREATE FUNCTION "judge_attempt"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM challenges c JOIN challenge_attempts a ON a.challenge_id = c.id WHERE a.result_id = NEW.id
        FOR NO KEY UPDATE OF c;
    PERFORM sum_up_attempts(a.user_id, a.challenge_id) FROM challenge_attempts a WHERE a.result_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER "game_results_attempt_judged" AFTER UPDATE OF "verdict" ON "game_results" FOR EACH ROW
    WHEN (NEW."mode" = 'CHALLENGE' AND OLD."verdict" IS DISTINCT FROM NEW."verdict")
    EXECUTE FUNCTION "judge_attempt"();
