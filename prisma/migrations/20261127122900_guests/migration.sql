-- Guests by their age: every hour those who have not come back are looked for, and most old accounts are no guests.
CREATE INDEX CONCURRENTLY "users_guests_idx" ON "users"("created_at") WHERE "is_guest";
