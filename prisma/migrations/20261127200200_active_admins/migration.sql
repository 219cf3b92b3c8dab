-- Whoever changes an account locks the active admins with it; they were looked for among all users.
CREATE INDEX CONCURRENTLY "users_active_admins_idx" ON "users"("id") WHERE "role" = 'ADMIN' AND "is_active" AND "deleted_at"
    IS NULL;
