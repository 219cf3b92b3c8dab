-- What an admin's search looks through, of accounts that are not deleted.
CREATE INDEX CONCURRENTLY "users_searched_idx" ON "users"
    USING gin ("trigrams"("username" || E'\n' || "display_name" || E'\n' || coalesce("email", ''))) WHERE "deleted_at" IS NULL;
