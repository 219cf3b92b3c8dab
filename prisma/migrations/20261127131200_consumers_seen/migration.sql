-- A consumer that no release has any more went on getting jobs for ever. Every process says each hour which ones it has, and
-- what none has said for days is forgotten.
ALTER TABLE "feed_consumers" ADD COLUMN "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now();
