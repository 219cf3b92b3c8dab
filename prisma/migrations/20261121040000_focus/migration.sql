-- What a game's player is to practise: keys and pairs of keys, each with its weight, worked out from past games when the
-- game starts. It stands with the game, so that every process that draws for it draws alike.
ALTER TABLE "game_sessions" ADD COLUMN "focus" JSONB;
-- The rotation reads it as pairs of a text and a number, of which there are a few.
ALTER TABLE "game_sessions" ADD CONSTRAINT "game_sessions_focus_check" CHECK (jsonb_typeof("focus") = 'object' AND pg_column_size("focus") <= 1000);
