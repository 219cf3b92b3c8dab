-- A match that the members of a group alone see and join. When the group is gone, whoever has the code finds it, as any
-- match that is found by its code. The column is NULL in every row there is, and matches are few so far.
ALTER TABLE "matches" ADD COLUMN "group_id" UUID;
ALTER TABLE "matches" ADD CONSTRAINT "matches_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE SET NULL ON UPDATE CASCADE;
-- Among classmates one chooses whom one meets, so it moves no ratings; and its host starts it.
ALTER TABLE "matches" ADD CONSTRAINT "matches_group_check" CHECK ("group_id" IS NULL OR "visibility" = 'LINK');
CREATE INDEX "matches_group_id_idx" ON "matches"("group_id");
