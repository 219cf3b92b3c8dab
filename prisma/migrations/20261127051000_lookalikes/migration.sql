-- A username that looks like another is taken (server/people/names.py has the same expression).
CREATE INDEX "users_living_lookalike_idx" ON "users"(lower(replace(translate("username", 'I10', 'llO'), 'rn', 'm'))) WHERE "deleted_at" IS NULL;
