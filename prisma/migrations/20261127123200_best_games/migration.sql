-- A player's ranked games by points, of which a profile shows the best ten. Without it, an index of everybody's points was
-- walked until ten of this player's were found: 250 ms at ten million games. The next migration drops that one: what
-- compares players is the boards' table.
CREATE INDEX CONCURRENTLY "game_results_best_idx" ON "game_results"("user_id", "final_score" DESC) WHERE "ranked";
