-- As for the games: an export of 10,000 key logs, five at a time, sorted them all 2,000 times.
CREATE INDEX CONCURRENTLY "typing_sessions_user_id_started_at_idx" ON "typing_sessions"("user_id", "started_at");
