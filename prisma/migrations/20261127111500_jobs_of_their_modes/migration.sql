-- What the process that ended a game knew of it, so that its consumers need not look it up: the mode, and what was typed
-- of each text. NULL when it did not say.
ALTER TABLE "feed_jobs" ADD COLUMN "mode" "Mode";
ALTER TABLE "feed_jobs" ADD COLUMN "note" JSONB;

-- Which games are none of a consumer's business. Without modes it gets all of them, as before.
ALTER TABLE "feed_consumers" ADD COLUMN "modes" "Mode"[] NOT NULL DEFAULT '{}';
ALTER TABLE "feed_consumers" ADD COLUMN "reads_notes" BOOLEAN NOT NULL DEFAULT false;
