-- Posts are also about shared replays. What servers of the release before write fits both rules.
ALTER TABLE "posts" ADD COLUMN "replay_id" UUID;
ALTER TABLE "posts" ADD CONSTRAINT "posts_replay_id_fkey" FOREIGN KEY ("replay_id") REFERENCES "shared_replays"("id") ON DELETE CASCADE ON UPDATE CASCADE NOT VALID;
ALTER TABLE "posts" DROP CONSTRAINT "posts_subject_check";
ALTER TABLE "posts" ADD CONSTRAINT "posts_subject_check" CHECK (num_nonnulls("snippet_id", "contest_slug", "replay_id") = 1) NOT VALID;
-- Posts are written by hand, so there are few: it takes less than a second, in which none can be written.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "posts_replay_id_created_at_id_idx" ON "posts"("replay_id", "created_at", "id");
