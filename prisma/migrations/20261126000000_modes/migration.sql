-- What kind of game is played. All of the words are here from the start, so that a new mode needs no migration for its
-- name; the server says which of them it plays.
CREATE TYPE "Mode" AS ENUM ('SOLO', 'SPRINT', 'DAILY', 'GHOST', 'RACE', 'CONTEST', 'CHALLENGE', 'PRACTICE');

ALTER TABLE "game_sessions" ADD COLUMN "mode" "Mode" NOT NULL DEFAULT 'SOLO';
-- `updated_at` says when a process last had a player on the game, and this is none.
ALTER TABLE "game_sessions" DISABLE TRIGGER "game_sessions_updated_at";
UPDATE "game_sessions" SET "mode" = 'GHOST' WHERE "ghost_of" IS NOT NULL;
ALTER TABLE "game_sessions" ENABLE TRIGGER "game_sessions_updated_at";

-- The session's, not `ghost_of` of the result, decides: that is NULL once the game that was played against is gone.
ALTER TABLE "game_results" ADD COLUMN "mode" "Mode" NOT NULL DEFAULT 'SOLO';
UPDATE "game_results" r SET "mode" = 'GHOST' FROM "game_sessions" s WHERE s."id" = r."session_id" AND s."mode" = 'GHOST';

-- A ghost game names the game that it is played against, and no other game does.
ALTER TABLE "game_sessions" ADD CONSTRAINT "game_sessions_mode_check" CHECK (("mode" = 'GHOST') = ("ghost_of" IS NOT NULL));
-- The same of results, where the game that was played against may be gone.
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_mode_check" CHECK ("mode" = 'GHOST' OR "ghost_of" IS NULL);
-- As before, but that the mode says what is a ghost game, also when the game that it was played against is gone.
ALTER TABLE "game_results" DROP CONSTRAINT "game_results_ranked_check";
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_ranked_check"
    CHECK (NOT "ranked" OR ("end_reason" <> 'abandoned' AND "verdict" IN ('clean', 'approved') AND "mode" <> 'GHOST'
        AND "playtime_seconds" >= 15 AND "total_words_typed" >= 20 AND "pauses" <= 3 AND "paused_ms" <= 120000));
-- The reasons a client can show. A mode that ranks no game gives its own name in lower case, as 'ghost' was before.
ALTER TABLE "game_results" DROP CONSTRAINT "game_results_unranked_reason_check";
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_unranked_reason_check"
    CHECK ("unranked_reason" = lower("mode"::text) OR "unranked_reason" IN ('abandoned', 'journal_lost', 'verdict', 'too_short',
        'too_few_words', 'too_many_pauses', 'paused_too_long', 'guest'));
