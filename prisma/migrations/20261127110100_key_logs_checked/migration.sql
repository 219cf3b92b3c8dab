-- What the migration before laid down holds for every row there is. Nothing waits for it.
ALTER TABLE "typing_sessions" VALIDATE CONSTRAINT "typing_sessions_key_log_check";
