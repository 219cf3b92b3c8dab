-- A player's games in the order in which they began: the export reads them page by page, and a page is no longer found by
-- sorting all of them. The next migration drops the index that it replaces.
CREATE INDEX CONCURRENTLY "game_sessions_user_id_started_at_idx" ON "game_sessions"("user_id", "started_at");
