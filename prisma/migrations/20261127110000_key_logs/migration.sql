-- The compact form of key logs (server/key_logs/packing.py), less than half of what JSON takes. Logs that are there stay as
-- they are until `prodev logs compact` rewrites them.
ALTER TABLE "typing_sessions" ADD COLUMN "key_log" BYTEA;
-- It is compressed already: PostgreSQL does not try again.
ALTER TABLE "typing_sessions" ALTER COLUMN "key_log" SET STORAGE EXTERNAL;
-- A game has one log.
ALTER TABLE "typing_sessions" ADD CONSTRAINT "typing_sessions_key_log_check"
    CHECK ("key_sequence" IS NULL OR "key_log" IS NULL) NOT VALID;

CREATE TABLE "key_log_form" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "compact_since" TIMESTAMPTZ(3),

    CONSTRAINT "key_log_form_pkey" PRIMARY KEY ("id"),

    -- There is one way in which games are saved.
    CONSTRAINT "key_log_form_id_check" CHECK ("id" = 1)
);
-- Servers of the release before, which read JSON alone, have no games in a new database.
INSERT INTO "key_log_form" ("compact_since") SELECT CASE WHEN NOT EXISTS (SELECT FROM "typing_sessions") THEN now() END;
