-- What is kept of a request for friendship when it is withdrawn, or ended by a block.
CREATE TABLE "last_friend_requests" (
    "user_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "declined_at" TIMESTAMPTZ(3),
    CONSTRAINT "last_friend_requests_pkey" PRIMARY KEY ("user_id", "other_id")
);
CREATE INDEX "last_friend_requests_other_id_idx" ON "last_friend_requests"("other_id");
ALTER TABLE "last_friend_requests" ADD CONSTRAINT "last_friend_requests_user_id_fkey"
    FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "last_friend_requests" ADD CONSTRAINT "last_friend_requests_other_id_fkey"
    FOREIGN KEY ("other_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
INSERT INTO "last_friend_requests" ("user_id", "other_id", "asked_at", "declined_at")
SELECT "user_id", "other_id", "created_at", CASE WHEN "status" = 'DECLINED' THEN "changed_at" END
FROM "friend_relationships" WHERE "status" IN ('REQUESTED', 'DECLINED');
