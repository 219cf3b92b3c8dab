-- A player's results in their order, with what a year of days needs (server/people/activity.py): 365 days are read from the
-- index alone, as is the number of all games. The next migration drops the index that it replaces.
CREATE INDEX CONCURRENTLY "game_results_of_player_idx" ON "game_results"("user_id", "ended_at" DESC, "playtime_seconds",
    "mode", "verdict");
