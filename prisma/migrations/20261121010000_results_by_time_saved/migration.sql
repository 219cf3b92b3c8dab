-- After an outage of Redis the leaderboards take in what was saved since; a spooled game's ended_at is older than that.
CREATE INDEX "game_results_created_at_idx" ON "game_results"("created_at");
