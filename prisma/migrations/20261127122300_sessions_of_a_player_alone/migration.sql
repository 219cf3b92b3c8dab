-- `game_sessions_user_id_started_at_idx` begins with the same column.
DROP INDEX CONCURRENTLY "game_sessions_user_id_idx";
