-- Apart from the migration that adds them: this reads the whole table, and others write meanwhile.
ALTER TABLE "game_results" VALIDATE CONSTRAINT "game_results_id_check", VALIDATE CONSTRAINT "game_results_earlier_check";
