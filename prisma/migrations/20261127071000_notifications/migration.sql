-- What people are told of: by others, by their games, by what is about to begin.
CREATE TYPE "NotificationKind" AS ENUM ('FRIEND_REQUEST', 'FRIEND_ACCEPTED', 'FOLLOWED', 'INVITED', 'ANSWER', 'OVERTAKEN', 'ACHIEVEMENT', 'CONTEST_SOON', 'ASSIGNMENT_DUE', 'VERDICT');

-- The kinds that the person does not want to be told of.
ALTER TABLE "users" ADD COLUMN "notifications_off" "NotificationKind"[] NOT NULL DEFAULT '{}';

CREATE TABLE "notifications" (
    "id" BIGINT GENERATED ALWAYS AS IDENTITY,
    "user_id" UUID NOT NULL,
    "kind" "NotificationKind" NOT NULL,
    "subject" VARCHAR(200) NOT NULL,
    "by_id" UUID,
    "data" JSONB NOT NULL DEFAULT '{}',
    "read_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("id"),
    -- Small and plain: what the page needs to say it. The rest is read where it belongs.
    CONSTRAINT "notifications_data_check" CHECK (jsonb_typeof("data") = 'object' AND octet_length("data"::text) <= 1024),
    -- Without one, all of a kind would be told once in a lifetime.
    CONSTRAINT "notifications_subject_check" CHECK (length("subject") > 0),
    -- Nobody is told of what they did themselves.
    CONSTRAINT "notifications_by_id_check" CHECK ("by_id" <> "user_id")
);
-- The same twice is told once.
CREATE UNIQUE INDEX "notifications_user_id_kind_subject_key" ON "notifications"("user_id", "kind", "subject");
-- A page of them, the latest first.
CREATE INDEX "notifications_user_id_id_idx" ON "notifications"("user_id", "id" DESC);
-- What open pages are told, once a second.
CREATE INDEX "notifications_unread_idx" ON "notifications"("user_id", "id" DESC) WHERE "read_at" IS NULL;
-- Deletion of accounts.
CREATE INDEX "notifications_by_id_idx" ON "notifications"("by_id");
-- Those that are old enough to be deleted.
CREATE INDEX "notifications_created_at_idx" ON "notifications"("created_at");
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
