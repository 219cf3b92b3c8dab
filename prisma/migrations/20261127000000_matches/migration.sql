-- Matches: some players who type the same waves at the same time, each in a game of mode RACE of their own.
CREATE TYPE "Visibility" AS ENUM ('PUBLIC', 'LINK');
CREATE TYPE "RatingKind" AS ENUM ('RACE', 'CONTEST');

-- `waves` holds `format` and `waves` of a key log, as they are served: everybody has the same, also on another process.
CREATE TABLE "matches" (
    "code" CHAR(6) NOT NULL,
    "language" "Language" NOT NULL,
    "difficulty" "Difficulty" NOT NULL,
    "waves" JSON NOT NULL,
    "keys" INTEGER[] NOT NULL,
    "capacity" SMALLINT NOT NULL,
    "visibility" "Visibility" NOT NULL,
    "is_quick" BOOLEAN NOT NULL DEFAULT false,
    "host_id" UUID,
    "rematch_of" CHAR(6),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "starts_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "rated_no" BIGINT,

    CONSTRAINT "matches_pkey" PRIMARY KEY ("code"),
    -- No two characters of a code look alike: it is read from a screen and typed by somebody else.
    CONSTRAINT "matches_code_check" CHECK ("code" ~ '^[2-9ACDEFGHJKLMNPQRTVWXY]{6}$'),
    -- A match of one is a solo game.
    CONSTRAINT "matches_capacity_check" CHECK ("capacity" BETWEEN 2 AND 16),
    CONSTRAINT "matches_waves_check" CHECK (json_array_length("waves"->'waves') BETWEEN 1 AND 10
        AND json_array_length("waves"->'waves') = cardinality("keys")),
    -- Ratings move when a match that was played is over.
    CONSTRAINT "matches_rated_check" CHECK ("rated_no" IS NULL OR ("starts_at" IS NOT NULL AND "ended_at" IS NOT NULL))
);
CREATE UNIQUE INDEX "matches_rated_no_key" ON "matches"("rated_no");
CREATE INDEX "matches_host_id_idx" ON "matches"("host_id");
CREATE INDEX "matches_rematch_of_idx" ON "matches"("rematch_of");
-- The few that are not over: the list of open ones, and the rounds that look after them.
CREATE INDEX "matches_live_idx" ON "matches"("created_at") WHERE "ended_at" IS NULL;

CREATE TABLE "match_seats" (
    "match_code" CHAR(6) NOT NULL,
    "seat" SMALLINT NOT NULL,
    "user_id" UUID,
    "session_id" UUID,
    "is_house" BOOLEAN NOT NULL DEFAULT false,
    "is_ready" BOOLEAN NOT NULL DEFAULT false,
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "place" SMALLINT,
    "rating_before" INTEGER,
    "rating_after" INTEGER,

    CONSTRAINT "match_seats_pkey" PRIMARY KEY ("match_code", "seat"),
    CONSTRAINT "match_seats_seat_check" CHECK ("seat" BETWEEN 1 AND 16),
    CONSTRAINT "match_seats_place_check" CHECK ("place" BETWEEN 1 AND 16),
    -- A rating moves by a place, from something to something.
    CONSTRAINT "match_seats_rating_check" CHECK (("rating_before" IS NULL) = ("rating_after" IS NULL)
        AND ("rating_after" IS NULL OR "place" IS NOT NULL))
);
-- Nobody has two seats.
CREATE UNIQUE INDEX "match_seats_match_code_user_id_key" ON "match_seats"("match_code", "user_id");
CREATE UNIQUE INDEX "match_seats_session_id_key" ON "match_seats"("session_id");
CREATE INDEX "match_seats_user_id_idx" ON "match_seats"("user_id");

ALTER TABLE "matches" ADD CONSTRAINT "matches_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "matches" ADD CONSTRAINT "matches_rematch_of_fkey" FOREIGN KEY ("rematch_of") REFERENCES "matches"("code") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "match_seats" ADD CONSTRAINT "match_seats_match_code_fkey" FOREIGN KEY ("match_code") REFERENCES "matches"("code") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "match_seats" ADD CONSTRAINT "match_seats_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "match_seats" ADD CONSTRAINT "match_seats_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "game_sessions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- The way from a game to its match, without a join for every game that is found by its token.
ALTER TABLE "game_sessions" ADD COLUMN "match_code" CHAR(6);
ALTER TABLE "game_sessions" ADD COLUMN "seat" SMALLINT;
-- A race is a seat of a match, and no other game is.
ALTER TABLE "game_sessions" ADD CONSTRAINT "game_sessions_match_check"
    CHECK (("mode" = 'RACE') = ("match_code" IS NOT NULL) AND ("match_code" IS NULL) = ("seat" IS NULL));

-- A match that is over closes the games of those who are still at it. The new value cannot be used before this migration
-- has been committed: the CHECK compares the text.
ALTER TYPE "EndReason" ADD VALUE 'closed';
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_closed_check" CHECK ("end_reason"::text <> 'closed' OR "mode" = 'RACE');
-- As before, and no board is about races: their waves may be known from an earlier join, and ratings rank them.
ALTER TABLE "game_results" DROP CONSTRAINT "game_results_ranked_check";
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_ranked_check"
    CHECK (NOT "ranked" OR ("end_reason" <> 'abandoned' AND "verdict" IN ('clean', 'approved') AND "mode" NOT IN ('GHOST', 'RACE')
        AND ("mode" <> 'SPRINT' OR "end_reason"::text = 'time') AND ("mode" <> 'DAILY' OR "end_reason" IN ('cleared', 'defeated'))
        AND "playtime_seconds" >= 15 AND "total_words_typed" >= CASE WHEN "mode" = 'SPRINT' THEN 10 ELSE 20 END
        AND "pauses" <= 3 AND "paused_ms" <= 120000));

-- How strong players are. `shown` follows from mu and sigma; it is kept, so that a board is read in the order of an index.
CREATE TABLE "ratings" (
    "user_id" UUID NOT NULL,
    "kind" "RatingKind" NOT NULL,
    "mu" DOUBLE PRECISION NOT NULL,
    "sigma" DOUBLE PRECISION NOT NULL,
    "games" INTEGER NOT NULL,
    "shown" INTEGER NOT NULL,
    "peak" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ratings_pkey" PRIMARY KEY ("user_id", "kind"),
    CONSTRAINT "ratings_sigma_check" CHECK ("sigma" > 0),
    CONSTRAINT "ratings_games_check" CHECK ("games" >= 1),
    CONSTRAINT "ratings_shown_check" CHECK (abs("shown" - (1500 + 40 * ("mu" - 3 * "sigma"))) <= 0.5000001),
    CONSTRAINT "ratings_peak_check" CHECK ("peak" >= "shown")
);
-- The boards: the highest first, then who got there first.
CREATE INDEX "ratings_board_idx" ON "ratings"("kind", "shown" DESC, "updated_at", "user_id");
CREATE TRIGGER "ratings_updated_at" BEFORE UPDATE ON "ratings" FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- Every move of a rating, in the order in which they were made.
CREATE TABLE "rating_changes" (
    "id" BIGSERIAL NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" "RatingKind" NOT NULL,
    "subject" VARCHAR(100) NOT NULL,
    "place" INTEGER NOT NULL,
    "mu" DOUBLE PRECISION NOT NULL,
    "sigma" DOUBLE PRECISION NOT NULL,
    "before" INTEGER NOT NULL,
    "after" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rating_changes_pkey" PRIMARY KEY ("id")
);
-- A match moves a player's rating once.
CREATE UNIQUE INDEX "rating_changes_user_id_kind_subject_key" ON "rating_changes"("user_id", "kind", "subject");

ALTER TABLE "ratings" ADD CONSTRAINT "ratings_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "rating_changes" ADD CONSTRAINT "rating_changes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
