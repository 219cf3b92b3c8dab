-- The few who stand on no board: without it, each page of a board that PostgreSQL serves reads every user to find them.
CREATE INDEX "users_off_boards_idx" ON "users"("id") WHERE NOT ("is_active" AND "deleted_at" IS NULL AND NOT "is_bot");
