-- The topic that a practice game keeps to.
ALTER TABLE "game_sessions" ADD COLUMN "category" VARCHAR(50);
