-- What a game's end sets off. One row is written with each result, in its transaction; it becomes one row for each
-- consumer, and each of those is deleted by the transaction that holds its effect. No foreign key to the result: it would
-- be looked at twice a game, and a consumer that finds no result has nothing to do.
CREATE TABLE "feed_jobs" (
    "id" BIGSERIAL NOT NULL,
    "queue" VARCHAR(50) NOT NULL,
    "subject" UUID NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "failed_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feed_jobs_pkey" PRIMARY KEY ("id")
);

-- Who gets a job of each ended game. A table and not a list in the program, so that a server of the previous release
-- spreads games to a consumer that only the new one has.
CREATE TABLE "feed_consumers" (
    "name" VARCHAR(50) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feed_consumers_pkey" PRIMARY KEY ("name")
);

CREATE INDEX "feed_jobs_queue_due_at_idx" ON "feed_jobs"("queue", "due_at");

-- No consumer has two jobs for one result.
CREATE UNIQUE INDEX "feed_jobs_queue_subject_key" ON "feed_jobs"("queue", "subject");

-- A job that failed says why, and one that did not has nothing to say.
ALTER TABLE "feed_jobs" ADD CONSTRAINT "feed_jobs_error_check" CHECK (("error" IS NULL) = ("failed_at" IS NULL));
-- Tries are counted from 0; only a job that failed can be a dead letter, which is one without a time.
ALTER TABLE "feed_jobs" ADD CONSTRAINT "feed_jobs_tries_check" CHECK ("tries" >= 0 AND ("due_at" IS NOT NULL OR "tries" > 0));
-- A small table whose rows come and go: by the usual fifth it would be vacuumed far too late once it was large.
ALTER TABLE "feed_jobs" SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
