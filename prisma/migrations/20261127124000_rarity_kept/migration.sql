-- How many have an achievement, of so many players: counted now and then, so that no page counts.
ALTER TABLE "achievements" ADD COLUMN "holders" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "achievements" ADD COLUMN "players" INTEGER NOT NULL DEFAULT 0;
