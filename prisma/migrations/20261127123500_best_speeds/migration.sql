-- As for the scores.
DROP INDEX CONCURRENTLY "user_statistics_best_wpm_idx";
