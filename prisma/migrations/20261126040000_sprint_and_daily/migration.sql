-- A sprint ends when its time is over. New values come last, and cannot be used before this migration has been
-- committed: the CHECKs below compare the text.
ALTER TYPE "EndReason" ADD VALUE 'time';

-- How long a sprint lasts. It stands with the game, so that whichever process goes on with it ends it at the same time.
ALTER TABLE "game_sessions" ADD COLUMN "seconds" INTEGER;
-- A sprint has a length, and no other game does.
ALTER TABLE "game_sessions" ADD CONSTRAINT "game_sessions_seconds_check" CHECK (("mode" = 'SPRINT') = ("seconds" IS NOT NULL));
-- Each length has a board of its own.
ALTER TABLE "game_sessions" ADD CONSTRAINT "game_sessions_seconds_choice_check" CHECK ("seconds" IN (30, 60, 120));

-- Which day's waves a game is played on, and which of its player's tries at them it is. A game that was started counts as
-- a try, so that nobody reads the waves before the try that is ranked.
ALTER TABLE "game_sessions" ADD COLUMN "daily_on" DATE;
ALTER TABLE "game_sessions" ADD COLUMN "daily_try" INTEGER;
ALTER TABLE "game_sessions" ADD CONSTRAINT "game_sessions_daily_check"
    CHECK (("mode" = 'DAILY') = ("daily_on" IS NOT NULL) AND ("daily_on" IS NULL) = ("daily_try" IS NULL));
-- Tries are counted from 1.
ALTER TABLE "game_sessions" ADD CONSTRAINT "game_sessions_daily_try_check" CHECK ("daily_try" >= 1);
-- A player has one first try, however many games begin at once. It also finds a player's tries.
CREATE UNIQUE INDEX "game_sessions_daily_try_key" ON "game_sessions"("user_id", "daily_on", "language", "daily_try")
    WHERE "daily_on" IS NOT NULL;
-- For the games of a day's board.
CREATE INDEX "game_sessions_daily_idx" ON "game_sessions"("daily_on", "language") WHERE "daily_on" IS NOT NULL;

-- The waves that everybody plays on a UTC day in a language: drawn once from the rotation, by the first game of the day.
-- `waves` holds `format` and `waves` of a key log, as they are served, so that no later rule changes a day that was.
CREATE TABLE "dailies" (
    "day" DATE NOT NULL,
    "language" "Language" NOT NULL,
    "difficulty" "Difficulty" NOT NULL,
    "waves" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dailies_pkey" PRIMARY KEY ("day", "language")
);
-- A day without a wave could not be played.
ALTER TABLE "dailies" ADD CONSTRAINT "dailies_waves_check" CHECK (json_array_length("waves"->'waves') > 0);

-- Only a game with a time of its own ends by it.
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_time_check" CHECK ("end_reason"::text <> 'time' OR "mode" = 'SPRINT');
-- As before, and what sprints and dailies ask: a sprint lasted its whole time, so its length makes up for fewer words; a
-- daily was played to its end.
ALTER TABLE "game_results" DROP CONSTRAINT "game_results_ranked_check";
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_ranked_check"
    CHECK (NOT "ranked" OR ("end_reason" <> 'abandoned' AND "verdict" IN ('clean', 'approved') AND "mode" <> 'GHOST'
        AND ("mode" <> 'SPRINT' OR "end_reason"::text = 'time') AND ("mode" <> 'DAILY' OR "end_reason" IN ('cleared', 'defeated'))
        AND "playtime_seconds" >= 15 AND "total_words_typed" >= CASE WHEN "mode" = 'SPRINT' THEN 10 ELSE 20 END
        AND "pauses" <= 3 AND "paused_ms" <= 120000));
-- The reasons a client can show: 'ended_early' for a game that was not played to its own end, 'not_first_try' for the
-- later tries at a day's waves.
ALTER TABLE "game_results" DROP CONSTRAINT "game_results_unranked_reason_check";
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_unranked_reason_check"
    CHECK ("unranked_reason" = lower("mode"::text) OR "unranked_reason" IN ('abandoned', 'journal_lost', 'verdict', 'ended_early',
        'not_first_try', 'too_short', 'too_few_words', 'too_many_pauses', 'paused_too_long', 'guest'));
