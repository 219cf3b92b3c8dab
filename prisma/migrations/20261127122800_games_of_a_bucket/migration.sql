-- The newest games of a language and difficulty, of which a snippet's figures and its estimate are made: without it, the games
-- of all buckets are read until enough of this one were found, which for a rare one is all of them.
CREATE INDEX CONCURRENTLY "game_sessions_bucket_idx" ON "game_sessions"("language", "difficulty", "started_at" DESC)
    WHERE "ended_at" IS NOT NULL;
