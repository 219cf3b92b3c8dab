-- As for the games.
CREATE INDEX CONCURRENTLY "typing_results_user_id_ended_at_idx" ON "typing_results"("user_id", "ended_at");
