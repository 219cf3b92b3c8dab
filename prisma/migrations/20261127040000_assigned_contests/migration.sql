-- A teacher asks for a contest: whoever plays it has done it. When the contest is deleted, nobody can.
ALTER TABLE "group_assignments" ADD COLUMN "contest_slug" VARCHAR(60);
ALTER TABLE "group_assignments" ADD CONSTRAINT "group_assignments_contest_slug_fkey" FOREIGN KEY ("contest_slug") REFERENCES "contests"("slug") ON DELETE CASCADE ON UPDATE CASCADE;
-- A contest is played once and as it is.
ALTER TABLE "group_assignments" ADD CONSTRAINT "group_assignments_contest_check" CHECK ("contest_slug" IS NULL
    OR ("mode" = 'CONTEST' AND "games" = 1 AND "language" IS NULL AND "difficulty" IS NULL));
CREATE INDEX "group_assignments_contest_slug_idx" ON "group_assignments"("contest_slug");
