-- No unique index of a table that is partitioned by its id can be of the session alone, so the table is to have this one.
-- The unique one stays with the games of before there were months.
CREATE INDEX CONCURRENTLY "game_results_session_id_idx" ON "game_results"("session_id");
