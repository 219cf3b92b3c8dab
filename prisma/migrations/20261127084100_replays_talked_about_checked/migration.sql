-- What the migration before laid down holds for every row there is. Nothing waits for it.
ALTER TABLE "posts" VALIDATE CONSTRAINT "posts_replay_id_fkey";
ALTER TABLE "posts" VALIDATE CONSTRAINT "posts_subject_check";
