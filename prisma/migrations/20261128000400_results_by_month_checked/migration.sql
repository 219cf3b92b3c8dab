-- Apart from the migration that adds them: this reads whole tables, and others write meanwhile.
ALTER TABLE "reviews" VALIDATE CONSTRAINT "reviews_result_id_fkey";
ALTER TABLE "appeals" VALIDATE CONSTRAINT "appeals_result_id_fkey";
ALTER TABLE "challenge_attempts" VALIDATE CONSTRAINT "challenge_attempts_result_id_fkey";
ALTER TABLE "snippet_runs" VALIDATE CONSTRAINT "snippet_runs_result_id_fkey";
ALTER TABLE "user_achievements" VALIDATE CONSTRAINT "user_achievements_result_id_fkey";
ALTER TABLE "shared_replays" VALIDATE CONSTRAINT "shared_replays_result_id_fkey";
SELECT "analyze_months"();
