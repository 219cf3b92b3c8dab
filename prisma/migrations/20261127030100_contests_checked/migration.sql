-- What the migration before laid down holds for every row there is. Nothing waits for it.
ALTER TABLE "game_sessions" VALIDATE CONSTRAINT "game_sessions_contest_check";
ALTER TABLE "game_results" VALIDATE CONSTRAINT "game_results_closed_check";
ALTER TABLE "game_results" VALIDATE CONSTRAINT "game_results_ranked_check";
ALTER TABLE "code_snippets" VALIDATE CONSTRAINT "code_snippets_kept_for_fkey";
