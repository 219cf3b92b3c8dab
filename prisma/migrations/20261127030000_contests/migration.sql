-- Contests: everybody types the same waves once, whenever they like inside a window, each in a game of mode CONTEST.

-- `waves` holds `format` and `waves` of a key log, as they are served: everybody has the same, also after a new release.
CREATE TABLE "contests" (
    "slug" VARCHAR(60) NOT NULL,
    "title" VARCHAR(120) NOT NULL,
    "description" VARCHAR(4000) NOT NULL DEFAULT '',
    "language" "Language" NOT NULL,
    "difficulty" "Difficulty" NOT NULL,
    "waves" JSON NOT NULL,
    "keys" INTEGER[] NOT NULL,
    "group_id" UUID,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "duration_s" INTEGER NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "fixed_at" TIMESTAMPTZ(3),
    "rated_no" BIGINT,

    CONSTRAINT "contests_pkey" PRIMARY KEY ("slug"),
    -- It stands in addresses.
    CONSTRAINT "contests_slug_check" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT "contests_title_check" CHECK (btrim("title") <> '' AND "title" !~ '[[:cntrl:]]'),
    CONSTRAINT "contests_waves_check" CHECK (json_array_length("waves"->'waves') BETWEEN 1 AND 10
        AND json_array_length("waves"->'waves') = cardinality("keys")),
    -- From a minute to two weeks: its snippets are kept from all other games until it is over.
    CONSTRAINT "contests_duration_check" CHECK ("duration_s" BETWEEN 60 AND 1209600),
    -- Ranks are fixed once nobody can begin any more.
    CONSTRAINT "contests_fixed_check" CHECK ("fixed_at" >= "starts_at" + "duration_s" * INTERVAL '1 second'),
    -- Whom one meets in a group is one's own choice, so a group's contests move no ratings.
    CONSTRAINT "contests_rated_check" CHECK ("rated_no" IS NULL OR ("fixed_at" IS NOT NULL AND "group_id" IS NULL))
);
CREATE UNIQUE INDEX "contests_rated_no_key" ON "contests"("rated_no");
CREATE INDEX "contests_starts_at_idx" ON "contests"("starts_at");
CREATE INDEX "contests_group_id_idx" ON "contests"("group_id");
CREATE INDEX "contests_created_by_idx" ON "contests"("created_by");
-- The few that are not over: those who end them look every few seconds.
CREATE INDEX "contests_open_idx" ON "contests"("starts_at") WHERE "fixed_at" IS NULL;
CREATE TRIGGER "contests_updated_at" BEFORE UPDATE ON "contests" FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE "contest_participations" (
    "contest_slug" VARCHAR(60) NOT NULL,
    "user_id" UUID NOT NULL,
    "session_id" UUID,
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "rank" INTEGER,
    "old_rating" INTEGER,
    "new_rating" INTEGER,

    -- Everybody plays once.
    CONSTRAINT "contest_participations_pkey" PRIMARY KEY ("contest_slug", "user_id"),
    CONSTRAINT "contest_participations_rank_check" CHECK ("rank" >= 1 AND ("rank" IS NULL OR "session_id" IS NOT NULL)),
    -- A rating moves by a rank, from something to something.
    CONSTRAINT "contest_participations_rating_check" CHECK (("old_rating" IS NULL) = ("new_rating" IS NULL)
        AND ("new_rating" IS NULL OR "rank" IS NOT NULL))
);
CREATE UNIQUE INDEX "contest_participations_session_id_key" ON "contest_participations"("session_id");
-- No two share a rank.
CREATE UNIQUE INDEX "contest_participations_contest_slug_rank_key" ON "contest_participations"("contest_slug", "rank");
CREATE INDEX "contest_participations_user_id_idx" ON "contest_participations"("user_id");

ALTER TABLE "contests" ADD CONSTRAINT "contests_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "contests" ADD CONSTRAINT "contests_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "contest_participations" ADD CONSTRAINT "contest_participations_contest_slug_fkey" FOREIGN KEY ("contest_slug") REFERENCES "contests"("slug") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "contest_participations" ADD CONSTRAINT "contest_participations_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "contest_participations" ADD CONSTRAINT "contest_participations_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "game_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The way from a game to its contest, without a join for every game that is found by its token.
ALTER TABLE "game_sessions" ADD COLUMN "contest_slug" VARCHAR(60);
ALTER TABLE "game_sessions" ADD CONSTRAINT "game_sessions_contest_check"
    CHECK (("mode" = 'CONTEST') = ("contest_slug" IS NOT NULL)) NOT VALID;

-- A contest whose window is over closes the games of those who are still at it a while later.
ALTER TABLE "game_results" DROP CONSTRAINT "game_results_closed_check";
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_closed_check"
    CHECK ("end_reason"::text <> 'closed' OR "mode" IN ('RACE', 'CONTEST')) NOT VALID;
-- As before, and no board is about contests: they have standings of their own.
ALTER TABLE "game_results" DROP CONSTRAINT "game_results_ranked_check";
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_ranked_check"
    CHECK (NOT "ranked" OR ("end_reason" <> 'abandoned' AND "verdict" IN ('clean', 'approved')
        AND "mode" NOT IN ('GHOST', 'RACE', 'CONTEST')
        AND ("mode" <> 'SPRINT' OR "end_reason"::text = 'time') AND ("mode" <> 'DAILY' OR "end_reason" IN ('cleared', 'defeated'))
        AND "playtime_seconds" >= 15 AND "total_words_typed" >= CASE WHEN "mode" = 'SPRINT' THEN 10 ELSE 20 END
        AND "pauses" <= 3 AND "paused_ms" <= 120000)) NOT VALID;

-- Until its contest is over, nobody else is given the snippet.
ALTER TABLE "code_snippets" ADD COLUMN "kept_for" VARCHAR(60);
CREATE INDEX "code_snippets_kept_for_idx" ON "code_snippets"("kept_for");
ALTER TABLE "code_snippets" ADD CONSTRAINT "code_snippets_kept_for_fkey" FOREIGN KEY ("kept_for") REFERENCES "contests"("slug") ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;

-- A snippet that enters the rotation again starts at its bucket's lowest count, whichever way it comes: otherwise it
-- would be drawn again and again until it has caught up.
CREATE FUNCTION "let_snippet_go"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.usage_count := greatest(NEW.usage_count, (
        SELECT min(usage_count) FROM code_snippets
        WHERE language = NEW.language AND difficulty = NEW.difficulty AND is_active AND kept_for IS NULL));
    RETURN NEW;
END $$;
CREATE TRIGGER "code_snippets_let_go" BEFORE UPDATE OF "kept_for" ON "code_snippets"
    FOR EACH ROW WHEN (OLD."kept_for" IS NOT NULL AND NEW."kept_for" IS NULL AND NEW."is_active")
    EXECUTE FUNCTION "let_snippet_go"();
