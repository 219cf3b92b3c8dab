-- The keys of a game, beside its words: boards and lists show speed in characters and accuracy of keys, and choose by
-- them without two joins and the key logs between. The default is for a server of the previous release that still runs.
ALTER TABLE "game_results" ADD COLUMN "total_keys_pressed" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "correct_keys" INTEGER NOT NULL DEFAULT 0;
UPDATE "game_results" r SET "total_keys_pressed" = m."total_keys_pressed", "correct_keys" = m."correct_keys"
FROM "typing_sessions" t JOIN "typing_results" m ON m."session_id" = t."id"
WHERE t."game_session_id" = r."session_id";
-- A key is right or wrong.
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_keys_check"
    CHECK ("correct_keys" >= 0 AND "correct_keys" <= "total_keys_pressed");
