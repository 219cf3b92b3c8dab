-- What a moderator decided of a game, and why, as its player reads it. Who decided is in the audit log alone.
CREATE TABLE "reviews" (
    "result_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "verdict" "Verdict" NOT NULL,
    "reason" VARCHAR(500) NOT NULL,
    "reviewed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reviews_pkey" PRIMARY KEY ("result_id"),

    -- The other verdicts are the server's own.
    CONSTRAINT "reviews_verdict_check" CHECK ("verdict" IN ('approved', 'rejected')),
    -- The player is told why.
    CONSTRAINT "reviews_reason_check" CHECK (length("reason") > 0)
);
CREATE INDEX "reviews_user_id_idx" ON "reviews"("user_id");
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_result_id_fkey" FOREIGN KEY ("result_id") REFERENCES "game_results"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a player says to a verdict on their game: once for each game.
CREATE TABLE "appeals" (
    "result_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "text" VARCHAR(2000) NOT NULL,
    "verdict" "Verdict",
    "decided_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "appeals_pkey" PRIMARY KEY ("result_id"),

    -- An appeal waits, or was decided by a moderator's verdict.
    CONSTRAINT "appeals_decided_check" CHECK (("verdict" IS NULL) = ("decided_at" IS NULL) AND "verdict" IN ('approved', 'rejected')),
    -- An empty one says nothing, and would be the only one.
    CONSTRAINT "appeals_text_check" CHECK (length("text") > 0)
);
CREATE INDEX "appeals_user_id_idx" ON "appeals"("user_id");
CREATE INDEX "appeals_waiting_idx" ON "appeals"("created_at") WHERE "decided_at" IS NULL;
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_result_id_fkey" FOREIGN KEY ("result_id") REFERENCES "game_results"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What players ask moderators to look at. The kinds are the server's (server/moderation/kinds.py), so that a new one needs
-- no migration; `subject_id` is no foreign key for the same reason.
CREATE TABLE "reports" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "subject_id" VARCHAR(100) NOT NULL,
    "reason" VARCHAR(500) NOT NULL,
    "outcome" VARCHAR(20),
    "closed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reports_pkey" PRIMARY KEY ("id"),

    -- A report waits, or was closed with an outcome.
    CONSTRAINT "reports_closed_check" CHECK (("outcome" IS NULL) = ("closed_at" IS NULL) AND "outcome" IN ('UPHELD', 'DISMISSED')),
    -- A moderator is told what to look for.
    CONSTRAINT "reports_reason_check" CHECK (length("reason") > 0)
);
-- Once for each person and object.
CREATE UNIQUE INDEX "reports_user_id_kind_subject_id_key" ON "reports"("user_id", "kind", "subject_id");
CREATE INDEX "reports_waiting_idx" ON "reports"("kind", "subject_id") WHERE "closed_at" IS NULL;
ALTER TABLE "reports" ADD CONSTRAINT "reports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The queue reads the few games that wait for a verdict.
CREATE INDEX "game_results_flagged_idx" ON "game_results"("ended_at") WHERE "verdict" = 'flagged';
