-- What a player makes of a snippet: a vote, a bookmark, or both. Apart from code_snippets, whose rows are the rotation's:
-- no vote changes what is drawn, or waits for a draw.
CREATE TABLE "snippet_interactions" (
    "user_id" UUID NOT NULL,
    "snippet_id" UUID NOT NULL,
    "vote" SMALLINT NOT NULL DEFAULT 0,
    "bookmarked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "snippet_interactions_pkey" PRIMARY KEY ("user_id", "snippet_id"),

    -- Down, none, up.
    CONSTRAINT "snippet_interactions_vote_check" CHECK ("vote" IN (-1, 0, 1)),
    -- What says nothing is deleted.
    CONSTRAINT "snippet_interactions_said_check" CHECK ("vote" <> 0 OR "bookmarked_at" IS NOT NULL)
);
CREATE INDEX "snippet_interactions_snippet_id_idx" ON "snippet_interactions"("snippet_id");
ALTER TABLE "snippet_interactions" ADD CONSTRAINT "snippet_interactions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "snippet_interactions" ADD CONSTRAINT "snippet_interactions_snippet_id_fkey" FOREIGN KEY ("snippet_id") REFERENCES "code_snippets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TRIGGER "snippet_interactions_updated_at" BEFORE UPDATE ON "snippet_interactions"
    FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();

-- What a page says of a snippet is kept here as it comes, so that no page counts.
CREATE TABLE "snippet_figures" (
    "snippet_id" UUID NOT NULL,
    "likes" INTEGER NOT NULL DEFAULT 0,
    "dislikes" INTEGER NOT NULL DEFAULT 0,
    "bookmarks" INTEGER NOT NULL DEFAULT 0,
    "times_typed" INTEGER NOT NULL DEFAULT 0,
    "correct_keys" BIGINT NOT NULL DEFAULT 0,
    "wrong_keys" BIGINT NOT NULL DEFAULT 0,
    "line_mistakes" INTEGER[] NOT NULL DEFAULT '{}',

    CONSTRAINT "snippet_figures_pkey" PRIMARY KEY ("snippet_id"),

    -- Triggers and the feed count them: below zero something was counted twice.
    CONSTRAINT "snippet_figures_counts_check" CHECK ("likes" >= 0 AND "dislikes" >= 0 AND "bookmarks" >= 0
        AND "times_typed" >= 0 AND "correct_keys" >= 0 AND "wrong_keys" >= 0)
);
-- The most disliked first, for whoever curates the library.
CREATE INDEX "snippet_figures_dislikes_idx" ON "snippet_figures"("dislikes" DESC) WHERE "dislikes" > 0;
ALTER TABLE "snippet_figures" ADD CONSTRAINT "snippet_figures_snippet_id_fkey" FOREIGN KEY ("snippet_id") REFERENCES "code_snippets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The rows that a statement put there (1) or took away (-1). Whoever counts in several rows locks them in the order of
-- their ids, so no two wait for each other. What is deleted with its snippet has nothing left to be counted in.
CREATE FUNCTION "count_snippet_interactions"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sign CONSTANT INTEGER := TG_ARGV[0];
BEGIN
    INSERT INTO "snippet_figures" ("snippet_id")
    SELECT s."id" FROM "code_snippets" s WHERE s."id" IN (SELECT "snippet_id" FROM changed) ORDER BY s."id"
    ON CONFLICT DO NOTHING;
    PERFORM FROM "snippet_figures" WHERE "snippet_id" IN (SELECT "snippet_id" FROM changed)
    ORDER BY "snippet_id" FOR NO KEY UPDATE;
    UPDATE "snippet_figures" f SET "likes" = f."likes" + sign * n."likes", "dislikes" = f."dislikes" + sign * n."dislikes",
        "bookmarks" = f."bookmarks" + sign * n."bookmarks"
    FROM (
        SELECT "snippet_id", count(*) FILTER (WHERE "vote" = 1) AS "likes", count(*) FILTER (WHERE "vote" = -1) AS "dislikes",
            count("bookmarked_at") AS "bookmarks"
        FROM changed GROUP BY "snippet_id"
    ) n WHERE f."snippet_id" = n."snippet_id";
    RETURN NULL;
END
$$;
CREATE TRIGGER "snippet_interactions_added" AFTER INSERT ON "snippet_interactions"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "count_snippet_interactions"('1');
CREATE TRIGGER "snippet_interactions_before" AFTER UPDATE ON "snippet_interactions"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "count_snippet_interactions"('-1');
CREATE TRIGGER "snippet_interactions_changed" AFTER UPDATE ON "snippet_interactions"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "count_snippet_interactions"('1');
CREATE TRIGGER "snippet_interactions_removed" AFTER DELETE ON "snippet_interactions"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "count_snippet_interactions"('-1');

-- Bookmarks follow a snippet to its next version; votes stay with the text that they are about.
CREATE FUNCTION "move_bookmarks"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "snippet_interactions" ("user_id", "snippet_id", "bookmarked_at")
    SELECT "user_id", NEW."id", "bookmarked_at" FROM "snippet_interactions"
    WHERE "snippet_id" = NEW."supersedes_id" AND "bookmarked_at" IS NOT NULL;
    DELETE FROM "snippet_interactions" WHERE "snippet_id" = NEW."supersedes_id" AND "vote" = 0;
    UPDATE "snippet_interactions" SET "bookmarked_at" = NULL
    WHERE "snippet_id" = NEW."supersedes_id" AND "bookmarked_at" IS NOT NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER "code_snippets_bookmarks" AFTER INSERT ON "code_snippets"
    FOR EACH ROW WHEN (NEW."supersedes_id" IS NOT NULL) EXECUTE FUNCTION "move_bookmarks"();

-- A snippet that a player has typed to its end in a game that others may see: its speed, from the first right key to the
-- last. The best runs and the usual speed of a snippet are read from here, by index.
CREATE TABLE "snippet_runs" (
    "result_id" UUID NOT NULL,
    "snippet_id" UUID NOT NULL,
    "net_wpm" DOUBLE PRECISION NOT NULL,
    "key_accuracy_percentage" DOUBLE PRECISION NOT NULL,
    "typed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "snippet_runs_pkey" PRIMARY KEY ("result_id", "snippet_id"),

    -- A speed, and a share of all keys in percent.
    CONSTRAINT "snippet_runs_figures_check" CHECK ("net_wpm" >= 0 AND "key_accuracy_percentage" BETWEEN 0 AND 100)
);
-- The fastest, for the list; the newest, for the median. The first also finds what goes with a snippet.
CREATE INDEX "snippet_runs_fastest_idx" ON "snippet_runs"("snippet_id", "net_wpm" DESC);
CREATE INDEX "snippet_runs_newest_idx" ON "snippet_runs"("snippet_id", "typed_at" DESC);
ALTER TABLE "snippet_runs" ADD CONSTRAINT "snippet_runs_result_id_fkey" FOREIGN KEY ("result_id") REFERENCES "game_results"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "snippet_runs" ADD CONSTRAINT "snippet_runs_snippet_id_fkey" FOREIGN KEY ("snippet_id") REFERENCES "code_snippets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a practice game keeps to: one snippet, or its player's bookmarks. No foreign key: it stays that game.
ALTER TABLE "game_sessions" ADD COLUMN "snippet_id" UUID;
ALTER TABLE "game_sessions" ADD COLUMN "of_bookmarks" BOOLEAN;
ALTER TABLE "game_sessions" ADD CONSTRAINT "game_sessions_snippet_check" CHECK (("snippet_id" IS NULL AND "of_bookmarks" IS NULL) OR "mode" = 'PRACTICE') NOT VALID;
