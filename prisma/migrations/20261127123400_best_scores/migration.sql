-- Nothing orders players by these sums any more: the boards' table has its own order. A game that sets a best no longer
-- touches all indexes of its player's row.
DROP INDEX CONCURRENTLY "user_statistics_best_score_idx";
