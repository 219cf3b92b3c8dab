-- A robot's account says so itself, or an admin marks it: robots stand on no board of people.
ALTER TABLE "users" ADD COLUMN "is_bot" BOOLEAN NOT NULL DEFAULT false;
