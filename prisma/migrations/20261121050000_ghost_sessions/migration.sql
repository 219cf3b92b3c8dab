-- The result whose waves a game is played on. It stands with the game, so that whichever process goes on with it serves
-- the same waves and ranks it on no board. No foreign key: a game stays a ghost game also when that result is gone.
ALTER TABLE "game_sessions" ADD COLUMN "ghost_of" UUID;
-- The waves of a ghost game are given; there is nothing that a focus could prefer.
ALTER TABLE "game_sessions" ADD CONSTRAINT "game_sessions_ghost_check" CHECK ("ghost_of" IS NULL OR "focus" IS NULL);
