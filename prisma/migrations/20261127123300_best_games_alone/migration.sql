-- `game_results_best_idx` and the boards' table answer what was asked of it.
DROP INDEX CONCURRENTLY "game_results_final_score_idx";
