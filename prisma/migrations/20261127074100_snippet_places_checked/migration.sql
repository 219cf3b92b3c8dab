-- What the migration before laid down holds for every row there is. Nothing waits for it.
ALTER TABLE "game_sessions" VALIDATE CONSTRAINT "game_sessions_snippet_check";
