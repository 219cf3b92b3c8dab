-- A game of practice counts in no statistics, so it is not counted by language either. The previous release plays none.
CREATE OR REPLACE TRIGGER "game_results_count_by_language" AFTER INSERT ON "game_results"
    FOR EACH ROW WHEN (NEW."mode" <> 'PRACTICE') EXECUTE FUNCTION "count_game_by_language"();
