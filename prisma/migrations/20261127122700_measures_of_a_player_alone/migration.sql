-- `typing_results_user_id_ended_at_idx` begins with the same column.
DROP INDEX CONCURRENTLY "typing_results_user_id_idx";
