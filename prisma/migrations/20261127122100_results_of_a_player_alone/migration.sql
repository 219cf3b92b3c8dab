-- `game_results_of_player_idx` has the same columns and more.
DROP INDEX CONCURRENTLY "game_results_user_id_ended_at_idx";
