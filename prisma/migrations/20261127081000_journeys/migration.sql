-- What playing adds up to: experience, days in a row, achievements; and in which time zone a player's days are.
CREATE TYPE "RequirementType" AS ENUM (
    'GAMES', 'RIGHT_KEYS', 'MINUTES', 'WAVES', 'ENEMIES', 'EXPERT_WAVES', 'WAVES_IN_A_GAME', 'UNHURT_WAVES', 'SCORE',
    'NET_WPM', 'COMBO', 'FLAWLESS_WORDS', 'ACCURATE_GAMES', 'LANGUAGES', 'DAYS', 'STREAK', 'RETURN', 'NIGHT_GAMES',
    'MORNING_GAMES', 'LEVEL', 'SPRINTS', 'DAILIES', 'RACES', 'RACES_WON', 'CONTESTS', 'CONTESTS_WON', 'CHALLENGES',
    'PRACTICE_MINUTES'
);
CREATE TYPE "Rarity" AS ENUM ('COMMON', 'UNCOMMON', 'RARE', 'EPIC', 'LEGENDARY');

CREATE TABLE "achievements" (
    "slug" VARCHAR(40) NOT NULL,
    "name" VARCHAR(60) NOT NULL,
    "description" VARCHAR(200) NOT NULL,
    "requirement_type" "RequirementType" NOT NULL,
    "requirement_value" INTEGER NOT NULL,
    "icon" VARCHAR(20) NOT NULL,
    "points_reward" INTEGER NOT NULL,
    "rarity" "Rarity" NOT NULL,
    "place" INTEGER NOT NULL,

    CONSTRAINT "achievements_pkey" PRIMARY KEY ("slug"),
    -- It is part of addresses and of a file.
    CONSTRAINT "achievements_slug_check" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    -- Nothing is given for nothing.
    CONSTRAINT "achievements_requirement_value_check" CHECK ("requirement_value" >= 1),
    CONSTRAINT "achievements_points_reward_check" CHECK ("points_reward" BETWEEN 0 AND 10000)
);

CREATE TABLE "user_journeys" (
    "user_id" UUID NOT NULL,
    "xp" INTEGER NOT NULL,
    "streak_days" INTEGER NOT NULL,
    "streak_longest" INTEGER NOT NULL,
    "last_day" DATE,
    "frozen_week" DATE,
    "last_played_at" TIMESTAMPTZ(3),
    "tallies" JSONB NOT NULL,
    "events" INTEGER NOT NULL,
    "folded_at" TIMESTAMPTZ(3) NOT NULL,
    "folded_id" VARCHAR(80) NOT NULL,
    "rules" CHAR(32) NOT NULL,

    CONSTRAINT "user_journeys_pkey" PRIMARY KEY ("user_id"),
    CONSTRAINT "user_journeys_xp_check" CHECK ("xp" >= 0),
    CONSTRAINT "user_journeys_streak_check" CHECK ("streak_days" BETWEEN 0 AND "streak_longest"),
    -- A row of days has a last one, which was played at some time.
    CONSTRAINT "user_journeys_last_day_check" CHECK (("streak_days" = 0) = ("last_day" IS NULL)
        AND ("last_day" IS NULL) = ("last_played_at" IS NULL)),
    -- Weeks are named by their Monday.
    CONSTRAINT "user_journeys_frozen_week_check" CHECK (extract(isodow FROM "frozen_week") = 1),
    CONSTRAINT "user_journeys_events_check" CHECK ("events" >= 1)
);
ALTER TABLE "user_journeys" ADD CONSTRAINT "user_journeys_user_id_fkey"
    FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "user_achievements" (
    "user_id" UUID NOT NULL,
    "achievement" VARCHAR(40) NOT NULL,
    "unlocked_at" TIMESTAMPTZ(3) NOT NULL,
    "result_id" UUID,

    CONSTRAINT "user_achievements_pkey" PRIMARY KEY ("user_id", "achievement")
);
-- How many have each of them.
CREATE INDEX "user_achievements_achievement_idx" ON "user_achievements"("achievement");
-- What a game has unlocked; and what to forget of it when it is gone.
CREATE INDEX "user_achievements_result_id_idx" ON "user_achievements"("result_id");
ALTER TABLE "user_achievements" ADD CONSTRAINT "user_achievements_user_id_fkey"
    FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "user_achievements" ADD CONSTRAINT "user_achievements_achievement_fkey"
    FOREIGN KEY ("achievement") REFERENCES "achievements"("slug") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "user_achievements" ADD CONSTRAINT "user_achievements_result_id_fkey"
    FOREIGN KEY ("result_id") REFERENCES "game_results"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "user_time_zones" (
    "user_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "zone" VARCHAR(64) NOT NULL,
    "is_chosen" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "user_time_zones_pkey" PRIMARY KEY ("user_id", "since"),
    -- A name of the IANA's list; which of them are there is the server's to know.
    CONSTRAINT "user_time_zones_zone_check" CHECK ("zone" ~ '^[A-Za-z0-9_+/-]+$')
);
ALTER TABLE "user_time_zones" ADD CONSTRAINT "user_time_zones_user_id_fkey"
    FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a verdict has changed, or an attempt that is gone with its challenge, is not in the rows that were worked out
-- with it: no rules have this digest.
CREATE FUNCTION "work_journey_out_again"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE user_journeys SET rules = '' WHERE user_id = OLD.user_id AND rules <> '';
    RETURN NULL;
END $$;
CREATE TRIGGER "game_results_journey_judged" AFTER UPDATE OF "verdict" ON "game_results" FOR EACH ROW
    WHEN (OLD."verdict" IS DISTINCT FROM NEW."verdict") EXECUTE FUNCTION "work_journey_out_again"();
CREATE TRIGGER "challenge_attempts_journey_gone" AFTER DELETE ON "challenge_attempts" FOR EACH ROW
    EXECUTE FUNCTION "work_journey_out_again"();
