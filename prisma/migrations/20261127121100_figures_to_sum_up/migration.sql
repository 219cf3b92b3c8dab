-- Whose games of before are still to be summed up; it is empty when that is done. The column does not change when a game
-- ends, so that the update of a player's row stays cheap.
CREATE INDEX CONCURRENTLY "games_by_language_to_sum_up_idx" ON "games_by_language"("user_id") WHERE NOT "is_summed";
