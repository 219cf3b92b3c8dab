-- Who follows whom, who is friends with whom, and who wants nothing to do with whom.
CREATE TYPE "FriendStatus" AS ENUM ('REQUESTED', 'ACCEPTED', 'DECLINED', 'BLOCKED');
CREATE TYPE "FriendRequestsFrom" AS ENUM ('EVERYBODY', 'FOLLOWED', 'NOBODY');
CREATE TYPE "PlayingShownTo" AS ENUM ('EVERYBODY', 'FRIENDS', 'NOBODY');

-- Columns, not settings of the client: the server itself acts on them.
ALTER TABLE "users" ADD COLUMN "friend_requests_from" "FriendRequestsFrom" NOT NULL DEFAULT 'EVERYBODY';
ALTER TABLE "users" ADD COLUMN "playing_shown_to" "PlayingShownTo" NOT NULL DEFAULT 'EVERYBODY';

CREATE TABLE "followers" (
    "follower_id" UUID NOT NULL,
    "followed_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    CONSTRAINT "followers_pkey" PRIMARY KEY ("follower_id", "followed_id"),
    -- Nobody is their own audience.
    CONSTRAINT "followers_self_check" CHECK ("follower_id" <> "followed_id")
);
-- Whom somebody is followed by, the latest first.
CREATE INDEX "followers_followed_id_created_at_idx" ON "followers"("followed_id", "created_at" DESC);
ALTER TABLE "followers" ADD CONSTRAINT "followers_follower_id_fkey"
    FOREIGN KEY ("follower_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "followers" ADD CONSTRAINT "followers_followed_id_fkey"
    FOREIGN KEY ("followed_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "friend_relationships" (
    "user_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "status" "FriendStatus" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    CONSTRAINT "friend_relationships_pkey" PRIMARY KEY ("user_id", "other_id"),
    -- Nobody befriends or blocks themselves.
    CONSTRAINT "friend_relationships_self_check" CHECK ("user_id" <> "other_id")
);
CREATE INDEX "friend_relationships_other_id_status_idx" ON "friend_relationships"("other_id", "status");
-- A friendship, and a request on its way to one, is one row of two people, whoever asked. A block is the blocker's own.
CREATE UNIQUE INDEX "friend_relationships_pair_key"
    ON "friend_relationships"(least("user_id", "other_id"), greatest("user_id", "other_id"))
    WHERE "status" <> 'BLOCKED';
ALTER TABLE "friend_relationships" ADD CONSTRAINT "friend_relationships_user_id_fkey"
    FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "friend_relationships" ADD CONSTRAINT "friend_relationships_other_id_fkey"
    FOREIGN KEY ("other_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
