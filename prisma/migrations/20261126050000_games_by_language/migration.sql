-- How many games a player has ended in each language, so that the favorite one is known at a game's end without counting
-- all games again.
CREATE TABLE "games_by_language" (
    "user_id" UUID NOT NULL,
    "language" "Language" NOT NULL,
    "games" INTEGER NOT NULL,
    "last_ended_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "games_by_language_pkey" PRIMARY KEY ("user_id","language"),

    -- A row is made with the first game.
    CONSTRAINT "games_by_language_games_check" CHECK ("games" >= 1)
);
ALTER TABLE "games_by_language" ADD CONSTRAINT "games_by_language_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A trigger, so that games which a server of the previous release ends are counted too.
CREATE FUNCTION "count_game_by_language"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "games_by_language" AS counted ("user_id", "language", "games", "last_ended_at")
    SELECT NEW."user_id", "language", 1, NEW."ended_at" FROM "game_sessions" WHERE "id" = NEW."session_id"
    ON CONFLICT ("user_id", "language") DO UPDATE SET
        "games" = counted."games" + 1,
        "last_ended_at" = greatest(counted."last_ended_at", EXCLUDED."last_ended_at");
    RETURN NULL;
END
$$;
-- First the trigger, which lets no game end until this migration is committed; then the games that ended before.
CREATE TRIGGER "game_results_count_by_language" AFTER INSERT ON "game_results"
    FOR EACH ROW EXECUTE FUNCTION "count_game_by_language"();
INSERT INTO "games_by_language" ("user_id", "language", "games", "last_ended_at")
SELECT r."user_id", s."language", count(*), max(r."ended_at")
FROM "game_results" r JOIN "game_sessions" s ON s."id" = r."session_id"
GROUP BY r."user_id", s."language";
