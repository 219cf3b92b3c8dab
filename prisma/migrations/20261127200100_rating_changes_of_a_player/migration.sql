-- A player's moves of ratings in their order: each page of an export sorted all of them.
CREATE INDEX CONCURRENTLY "rating_changes_user_id_id_idx" ON "rating_changes"("user_id", "id");
