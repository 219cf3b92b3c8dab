-- What a player has typed of each topic (a category of a language), added up from the key logs of their games.
CREATE TABLE "user_topic_progress" (
    "user_id" UUID NOT NULL,
    "language" "Language" NOT NULL,
    "category" VARCHAR(50) NOT NULL,
    "waves_played" INTEGER NOT NULL,
    "waves_cleared" INTEGER NOT NULL,
    "correct_keys" INTEGER NOT NULL,
    "incorrect_keys" INTEGER NOT NULL,
    "timed_keys" INTEGER NOT NULL,
    "timed_ms" BIGINT NOT NULL,
    "best_wpm" DOUBLE PRECISION,
    "highest_difficulty" "Difficulty",
    "days" DATE[] NOT NULL,
    "first_played_at" TIMESTAMPTZ(3) NOT NULL,
    "last_played_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_topic_progress_pkey" PRIMARY KEY ("user_id", "language", "category"),
    -- A wave is cleared by playing it, and played by pressing a key.
    CONSTRAINT "user_topic_progress_waves_check" CHECK ("waves_played" >= 1 AND "waves_cleared" BETWEEN 0 AND "waves_played"),
    CONSTRAINT "user_topic_progress_keys_check" CHECK ("correct_keys" >= 0 AND "incorrect_keys" >= 0
        AND "correct_keys" + "incorrect_keys" >= 1),
    -- Only right keys are timed; the first of a wave has no time.
    CONSTRAINT "user_topic_progress_timed_check" CHECK ("timed_keys" BETWEEN 0 AND "correct_keys" AND "timed_ms" >= 0),
    CONSTRAINT "user_topic_progress_best_wpm_check" CHECK ("best_wpm" >= 0),
    -- The difficulty of a wave that was cleared.
    CONSTRAINT "user_topic_progress_difficulty_check" CHECK (("highest_difficulty" IS NULL) = ("waves_cleared" = 0)),
    -- Enough for a streak of two months, and no more.
    CONSTRAINT "user_topic_progress_days_check" CHECK (cardinality("days") BETWEEN 1 AND 60),
    CONSTRAINT "user_topic_progress_order_check" CHECK ("first_played_at" <= "last_played_at")
);
ALTER TABLE "user_topic_progress" ADD CONSTRAINT "user_topic_progress_user_id_fkey"
    FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
