-- The first schema. Its tables, columns, plain indexes and foreign keys are what the Prisma CLI makes of schema.prisma;
-- the CHECK constraints, triggers, and partial and expression indexes are ours, each under the line that says why.
-- Values are written once and read for ever: what a CHECK can hold is held here, whoever writes.

CREATE TYPE "UserRole" AS ENUM ('PLAYER', 'ADMIN', 'MODERATOR');
CREATE TYPE "Language" AS ENUM ('PYTHON', 'REACT', 'JAVASCRIPT', 'TYPESCRIPT');
CREATE TYPE "Difficulty" AS ENUM ('EASY', 'NORMAL', 'HARD', 'EXPERT');
CREATE TYPE "EndReason" AS ENUM ('defeated', 'quit', 'abandoned', 'limit', 'cleared');
CREATE TYPE "Verdict" AS ENUM ('clean', 'flagged', 'approved', 'rejected');

-- People who play: registered, or guests who may register later and keep everything.
CREATE TABLE "users" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "username" VARCHAR(50) NOT NULL,
    "email" VARCHAR(255),
    "password_hash" VARCHAR(255),
    "display_name" VARCHAR(100) NOT NULL,
    "role" "UserRole" NOT NULL DEFAULT 'PLAYER',
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "is_guest" BOOLEAN NOT NULL DEFAULT false,
    "token_version" INTEGER NOT NULL DEFAULT 0,
    "replays_public" BOOLEAN NOT NULL DEFAULT true,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "last_login_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id"),

    -- A name stands in URLs and in the terminal: letters, digits and _ alone.
    CONSTRAINT "users_username_shape_check" CHECK ("username" ~ '^[A-Za-z0-9_]{3,50}$'),
    -- Enough to be sent to; whether it arrives nobody can say here.
    CONSTRAINT "users_email_shape_check" CHECK ("email" ~ '^[^[:space:]@]+@[^[:space:]@]+$'),
    -- A guest is exactly who has neither an email nor a password; registering gives both at once.
    CONSTRAINT "users_guest_check" CHECK ("is_guest" = ("email" IS NULL) AND "is_guest" = ("password_hash" IS NULL)),
    -- Nobody can prove who a guest is, so a guest may do no more than play.
    CONSTRAINT "users_guest_role_check" CHECK (NOT "is_guest" OR "role" = 'PLAYER'),
    -- It is shown in one line to others: not empty, no control characters.
    CONSTRAINT "users_display_name_check" CHECK (btrim("display_name") <> '' AND "display_name" !~ '[[:cntrl:]]'),
    -- Whoever is deleted cannot sign in.
    CONSTRAINT "users_deleted_check" CHECK ("deleted_at" IS NULL OR NOT "is_active"),
    -- Counted up from 0; going back would make revoked tokens good again.
    CONSTRAINT "users_token_version_check" CHECK ("token_version" >= 0),
    -- The client's own words, kept small: an object of at most 64 KiB, the bound of a request.
    CONSTRAINT "users_settings_check" CHECK (jsonb_typeof("settings") = 'object' AND octet_length("settings"::text) <= 65536)
);

-- One row a user, made with the user, kept by the transaction that ends a game.
CREATE TABLE "user_statistics" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "total_games" INTEGER NOT NULL DEFAULT 0,
    "total_playtime_sec" INTEGER NOT NULL DEFAULT 0,
    "best_score" INTEGER NOT NULL DEFAULT 0,
    "best_wpm" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "avg_wpm" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "avg_accuracy" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "total_words_typed" INTEGER NOT NULL DEFAULT 0,
    "total_enemies_killed" INTEGER NOT NULL DEFAULT 0,
    "highest_wave" INTEGER NOT NULL DEFAULT 0,
    "favorite_language" "Language",
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_statistics_pkey" PRIMARY KEY ("id"),

    -- Sums of counts.
    CONSTRAINT "user_statistics_counts_check" CHECK ("total_games" >= 0 AND "total_playtime_sec" >= 0 AND "total_words_typed" >= 0
        AND "total_enemies_killed" >= 0 AND "highest_wave" >= 0),
    -- The best of values that are never below 0.
    CONSTRAINT "user_statistics_best_check" CHECK ("best_score" >= 0 AND "best_wpm" >= 0 AND "avg_wpm" >= 0),
    -- An average of percentages is a percentage; doubles keep that, as rounding is monotone.
    CONSTRAINT "user_statistics_avg_accuracy_check" CHECK ("avg_accuracy" BETWEEN 0 AND 100)
);

-- One game from its start to its end; unfinished while ended_at is NULL.
CREATE TABLE "game_sessions" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "session_token" UUID NOT NULL DEFAULT gen_random_uuid(),
    "language" "Language" NOT NULL,
    "difficulty" "Difficulty" NOT NULL DEFAULT 'NORMAL',
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "is_completed" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "game_sessions_pkey" PRIMARY KEY ("id"),

    -- A game ends after it began, whichever clocks wrote the two.
    CONSTRAINT "game_sessions_order_check" CHECK ("ended_at" >= "started_at"),
    -- Only an ended game can be completed.
    CONSTRAINT "game_sessions_completed_check" CHECK (NOT "is_completed" OR "ended_at" IS NOT NULL)
);

-- What one game came to: written once, by session_id, and derivable from its own columns for ever.
CREATE TABLE "game_results" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "session_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "final_score" INTEGER NOT NULL,
    "waves_completed" INTEGER NOT NULL,
    "enemies_killed" INTEGER NOT NULL,
    "accuracy_percentage" DOUBLE PRECISION NOT NULL,
    "words_per_minute" DOUBLE PRECISION NOT NULL,
    "total_words_typed" INTEGER NOT NULL,
    "correct_words" INTEGER NOT NULL,
    "incorrect_words" INTEGER NOT NULL,
    "max_combo" INTEGER NOT NULL,
    "total_damage_dealt" INTEGER NOT NULL,
    "total_damage_taken" INTEGER NOT NULL,
    "playtime_seconds" INTEGER NOT NULL,
    "end_reason" "EndReason" NOT NULL,
    "verdict" "Verdict" NOT NULL DEFAULT 'clean',
    "ranked" BOOLEAN NOT NULL,
    "unranked_reason" VARCHAR(50),
    "pauses" INTEGER NOT NULL DEFAULT 0,
    "paused_ms" INTEGER NOT NULL DEFAULT 0,
    "ghost_of" UUID,
    "ended_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "game_results_pkey" PRIMARY KEY ("id"),

    -- Counts of things that happened.
    CONSTRAINT "game_results_counts_check" CHECK ("waves_completed" >= 0 AND "enemies_killed" >= 0 AND "correct_words" >= 0 AND "incorrect_words" >= 0
        AND "total_damage_dealt" >= 0 AND "total_damage_taken" >= 0 AND "pauses" >= 0 AND "paused_ms" >= 0),
    -- Every word typed to its end is clean or dirty, and none is both.
    CONSTRAINT "game_results_words_check" CHECK ("correct_words" + "incorrect_words" = "total_words_typed"),
    -- The multiplier starts at 1 and is capped at 10; 0 says that no clean word was finished.
    CONSTRAINT "game_results_max_combo_check" CHECK ("max_combo" BETWEEN 0 AND 10),
    -- The scoring rule rounds to whole seconds and never below 1, so that the speed is finite.
    CONSTRAINT "game_results_playtime_check" CHECK ("playtime_seconds" >= 1),
    -- A percentage.
    CONSTRAINT "game_results_accuracy_range_check" CHECK ("accuracy_percentage" BETWEEN 0 AND 100),
    -- The documented formula, in doubles and in the order printed, so that Python, JavaScript and SQL agree bit for bit.
    CONSTRAINT "game_results_accuracy_check" CHECK ("accuracy_percentage" = CASE WHEN "total_words_typed" = 0 THEN 0
            ELSE "correct_words"::float8 / "total_words_typed" * 100 END),
    -- The documented formula; the CASE keeps the words of the document, where a game of 0 s has no speed.
    CONSTRAINT "game_results_wpm_check" CHECK ("words_per_minute" = CASE WHEN "playtime_seconds" = 0 THEN 0
            ELSE "total_words_typed"::float8 / "playtime_seconds" * 60 END),
    -- The documented formula: nobody can write a score that the row's other columns do not earn.
    CONSTRAINT "game_results_final_score_check" CHECK ("final_score" = "correct_words" * 10 + "enemies_killed" * 50 + "waves_completed" * 100 + "max_combo" * 25
        + floor("accuracy_percentage" * 5) + floor("words_per_minute" * 2)),
    -- A game is ranked, or says why it is not.
    CONSTRAINT "game_results_ranked_reason_check" CHECK ("ranked" = ("unranked_reason" IS NULL)),
    -- The reasons a client can show; a new one is a new migration.
    CONSTRAINT "game_results_unranked_reason_check" CHECK ("unranked_reason" IN ('abandoned', 'ghost', 'journal_lost', 'verdict', 'too_short', 'too_few_words',
        'too_many_pauses', 'paused_too_long', 'guest')),
    -- The boards are rebuilt from this column alone, so no row may claim a rank that the rules refuse.
    CONSTRAINT "game_results_ranked_check" CHECK (NOT "ranked" OR ("end_reason" <> 'abandoned' AND "verdict" IN ('clean', 'approved') AND "ghost_of" IS NULL
        AND "playtime_seconds" >= 15 AND "total_words_typed" >= 20 AND "pauses" <= 3 AND "paused_ms" <= 120000)),
    -- Nobody plays against the game that is being played.
    CONSTRAINT "game_results_ghost_check" CHECK ("ghost_of" <> "id")
);

-- Pieces of real code. The text of a row never changes: an edit makes a new row that supersedes it.
CREATE TABLE "code_snippets" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "language" "Language" NOT NULL,
    "difficulty" "Difficulty" NOT NULL,
    "category" VARCHAR(50) NOT NULL,
    "snippet_text" TEXT NOT NULL,
    "words" JSONB NOT NULL,
    "token_count" INTEGER NOT NULL,
    "expected_wpm" DOUBLE PRECISION NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "usage_count" INTEGER NOT NULL DEFAULT 0,
    "content_hash" CHAR(64) NOT NULL,
    "source" VARCHAR(500) NOT NULL DEFAULT '',
    "license" VARCHAR(100) NOT NULL DEFAULT 'MIT',
    "version" INTEGER NOT NULL DEFAULT 1,
    "is_latest" BOOLEAN NOT NULL DEFAULT true,
    "supersedes_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "code_snippets_pkey" PRIMARY KEY ("id"),

    -- Every character can be typed on every keyboard: printable ASCII and line ends, no tabs, and not empty.
    CONSTRAINT "code_snippets_ascii_check" CHECK ("snippet_text" ~ '^[\n -~]+$'),
    -- A blank at a line's end cannot be seen, so nobody could know that it has to be typed.
    CONSTRAINT "code_snippets_trailing_blank_check" CHECK ("snippet_text" !~ ' (\n|$)'),
    -- A blank line at either end would be an enemy without a word.
    CONSTRAINT "code_snippets_blank_ends_check" CHECK ("snippet_text" !~ '^\n|\n$'),
    -- A line fits the page: 80 columns.
    CONSTRAINT "code_snippets_columns_check" CHECK ("snippet_text" !~ '[^\n]{81}'),
    -- A wave fits the page: 30 lines.
    CONSTRAINT "code_snippets_lines_check" CHECK (length("snippet_text") - length(replace("snippet_text", E'\n', '')) < 30),
    -- token_count is the number of words, and a snippet without one is no wave.
    CONSTRAINT "code_snippets_words_check" CHECK (CASE WHEN jsonb_typeof("words") = 'array' THEN jsonb_array_length("words") = "token_count" AND "token_count" >= 1
            ELSE false END),
    -- Deadlines are divided by it.
    CONSTRAINT "code_snippets_expected_wpm_check" CHECK ("expected_wpm" > 0 AND "expected_wpm" < 1000),
    -- Counted up from 0 by the rotation.
    CONSTRAINT "code_snippets_usage_count_check" CHECK ("usage_count" >= 0),
    -- Lowercase hex, as it is compared as text.
    CONSTRAINT "code_snippets_content_hash_check" CHECK ("content_hash" ~ '^[0-9a-f]{64}$'),
    -- The first version supersedes nothing, and every later one supersedes the one before.
    CONSTRAINT "code_snippets_version_check" CHECK ("version" >= 1 AND ("version" = 1) = ("supersedes_id" IS NULL)),
    -- Only the latest version is served.
    CONSTRAINT "code_snippets_latest_check" CHECK ("is_latest" OR NOT "is_active")
);

-- The keys of one game, or later of one practice run (no game_session_id).
CREATE TABLE "typing_sessions" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "game_session_id" UUID,
    "session_token" UUID NOT NULL DEFAULT gen_random_uuid(),
    "key_sequence" JSON,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "is_completed" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "typing_sessions_pkey" PRIMARY KEY ("id"),

    -- It ends after it began, whichever clocks wrote the two.
    CONSTRAINT "typing_sessions_order_check" CHECK ("ended_at" >= "started_at"),
    -- Only an ended session can be completed.
    CONSTRAINT "typing_sessions_completed_check" CHECK (NOT "is_completed" OR "ended_at" IS NOT NULL)
);

-- Keystroke measures of one typing session, in the units typists know.
CREATE TABLE "typing_results" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "session_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "total_keys_pressed" INTEGER NOT NULL,
    "correct_keys" INTEGER NOT NULL,
    "incorrect_keys" INTEGER NOT NULL,
    "accuracy_percentage" DOUBLE PRECISION NOT NULL,
    "keys_per_minute" DOUBLE PRECISION NOT NULL,
    "net_wpm" DOUBLE PRECISION NOT NULL,
    "raw_wpm" DOUBLE PRECISION NOT NULL,
    "consistency" DOUBLE PRECISION NOT NULL,
    "duration_seconds" INTEGER NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "typing_results_pkey" PRIMARY KEY ("id"),

    -- Counts of keys.
    CONSTRAINT "typing_results_counts_check" CHECK ("correct_keys" >= 0 AND "incorrect_keys" >= 0 AND "duration_seconds" >= 0),
    -- Every key is right or wrong.
    CONSTRAINT "typing_results_keys_check" CHECK ("correct_keys" + "incorrect_keys" = "total_keys_pressed"),
    -- Percentages.
    CONSTRAINT "typing_results_percentages_check" CHECK ("accuracy_percentage" BETWEEN 0 AND 100 AND "consistency" BETWEEN 0 AND 100),
    -- Right keys are among all keys, so the net speed never exceeds the raw one.
    CONSTRAINT "typing_results_speeds_check" CHECK ("keys_per_minute" >= 0 AND "net_wpm" >= 0 AND "net_wpm" <= "raw_wpm")
);

-- Refresh tokens, by hash alone: who reads this table can sign in as nobody.
CREATE TABLE "refresh_tokens" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "family_id" UUID NOT NULL,
    "token_hash" CHAR(64) NOT NULL,
    "user_agent" VARCHAR(255) NOT NULL DEFAULT '',
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "rotated_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refresh_tokens_pkey" PRIMARY KEY ("id"),

    -- Lowercase hex, as it is compared as text; a token itself would not fit the shape.
    CONSTRAINT "refresh_tokens_token_hash_check" CHECK ("token_hash" ~ '^[0-9a-f]{64}$')
);
CREATE INDEX "users_created_at_idx" ON "users"("created_at");
CREATE UNIQUE INDEX "user_statistics_user_id_key" ON "user_statistics"("user_id");
CREATE INDEX "user_statistics_best_score_idx" ON "user_statistics"("best_score");
CREATE INDEX "user_statistics_best_wpm_idx" ON "user_statistics"("best_wpm");
CREATE UNIQUE INDEX "game_sessions_session_token_key" ON "game_sessions"("session_token");
CREATE INDEX "game_sessions_user_id_idx" ON "game_sessions"("user_id");
CREATE INDEX "game_sessions_started_at_idx" ON "game_sessions"("started_at");
CREATE UNIQUE INDEX "game_results_session_id_key" ON "game_results"("session_id");
CREATE INDEX "game_results_user_id_ended_at_idx" ON "game_results"("user_id", "ended_at" DESC);
CREATE INDEX "game_results_final_score_idx" ON "game_results"("final_score");
CREATE INDEX "game_results_ended_at_idx" ON "game_results"("ended_at");
CREATE INDEX "game_results_ghost_of_idx" ON "game_results"("ghost_of");
CREATE UNIQUE INDEX "code_snippets_supersedes_id_key" ON "code_snippets"("supersedes_id");
CREATE INDEX "code_snippets_language_difficulty_idx" ON "code_snippets"("language", "difficulty");
CREATE INDEX "code_snippets_is_active_idx" ON "code_snippets"("is_active");
CREATE INDEX "code_snippets_usage_count_idx" ON "code_snippets"("usage_count");
CREATE UNIQUE INDEX "typing_sessions_game_session_id_key" ON "typing_sessions"("game_session_id");
CREATE UNIQUE INDEX "typing_sessions_session_token_key" ON "typing_sessions"("session_token");
CREATE INDEX "typing_sessions_user_id_idx" ON "typing_sessions"("user_id");
CREATE UNIQUE INDEX "typing_results_session_id_key" ON "typing_results"("session_id");
CREATE INDEX "typing_results_user_id_idx" ON "typing_results"("user_id");
CREATE UNIQUE INDEX "refresh_tokens_token_hash_key" ON "refresh_tokens"("token_hash");
CREATE INDEX "refresh_tokens_user_id_idx" ON "refresh_tokens"("user_id");
CREATE INDEX "refresh_tokens_family_id_idx" ON "refresh_tokens"("family_id");
CREATE INDEX "refresh_tokens_expires_at_idx" ON "refresh_tokens"("expires_at");
ALTER TABLE "user_statistics" ADD CONSTRAINT "user_statistics_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "game_sessions" ADD CONSTRAINT "game_sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "game_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_ghost_of_fkey" FOREIGN KEY ("ghost_of") REFERENCES "game_results"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "code_snippets" ADD CONSTRAINT "code_snippets_supersedes_id_fkey" FOREIGN KEY ("supersedes_id") REFERENCES "code_snippets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "typing_sessions" ADD CONSTRAINT "typing_sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "typing_sessions" ADD CONSTRAINT "typing_sessions_game_session_id_fkey" FOREIGN KEY ("game_session_id") REFERENCES "game_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "typing_results" ADD CONSTRAINT "typing_results_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "typing_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "typing_results" ADD CONSTRAINT "typing_results_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Beyond schema.prisma: indexes on a part of a table or on an expression ------------------------------------------------

-- Names and emails are unique without regard to case among the living; a deleted person's are free again.
CREATE UNIQUE INDEX "users_living_username_key" ON "users"(lower("username")) WHERE "deleted_at" IS NULL;
CREATE UNIQUE INDEX "users_living_email_key" ON "users"(lower("email")) WHERE "deleted_at" IS NULL;
-- One text is one snippet of a language; old versions keep theirs, so that an edit may be taken back.
CREATE UNIQUE INDEX "code_snippets_latest_content_key" ON "code_snippets"("language", "content_hash") WHERE "is_latest";
-- The rotation reads the least used active snippets of one language and difficulty from the front of this index.
CREATE INDEX "code_snippets_rotation_idx" ON "code_snippets"("language", "difficulty", "usage_count") WHERE "is_active";
-- A user's unfinished games, and all of them for the reaper: a few rows among millions.
CREATE INDEX "game_sessions_unfinished_idx" ON "game_sessions"("user_id", "started_at") WHERE "ended_at" IS NULL;

-- Beyond schema.prisma: triggers ------------------------------------------------------------------------------------------

-- updated_at is the database's word, so that no statement can forget it.
CREATE FUNCTION "set_updated_at"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW."updated_at" := CURRENT_TIMESTAMP;
    RETURN NEW;
END
$$;
CREATE TRIGGER "users_updated_at" BEFORE UPDATE ON "users"
    FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();
CREATE TRIGGER "user_statistics_updated_at" BEFORE UPDATE ON "user_statistics"
    FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();
CREATE TRIGGER "game_sessions_updated_at" BEFORE UPDATE ON "game_sessions"
    FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();
-- Being drawn is not being edited: a change of usage_count alone leaves updated_at as it is.
CREATE TRIGGER "code_snippets_updated_at" BEFORE UPDATE ON "code_snippets"
    FOR EACH ROW WHEN (OLD."usage_count" = NEW."usage_count") EXECUTE FUNCTION "set_updated_at"();

-- Games, replays and ghosts point at a snippet by its id, so what the id means may not move under them.
CREATE FUNCTION "refuse_snippet_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the text of a snippet never changes: insert a new version that supersedes it'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER "code_snippets_text_is_fixed" BEFORE UPDATE ON "code_snippets"
    FOR EACH ROW WHEN (OLD."snippet_text" <> NEW."snippet_text" OR OLD."language" <> NEW."language")
    EXECUTE FUNCTION "refuse_snippet_change"();

-- Every user has statistics from the first moment, whoever inserts the user.
CREATE FUNCTION "make_user_statistics"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "user_statistics" ("user_id") VALUES (NEW."id");
    RETURN NULL;
END
$$;
CREATE TRIGGER "users_make_statistics" AFTER INSERT ON "users"
    FOR EACH ROW EXECUTE FUNCTION "make_user_statistics"();
